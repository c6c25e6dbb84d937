// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

/** Names of the documented examples: operation, then response status. */
export interface Examples {
  getWorkItem: {
    200: "active" | "queued" | "starting" | "stopping" | "stopped";
    400: "not_self_hosted";
    401: "invalid_token";
    403: "not_authorized";
    404: "work_item_not_found" | "environment_not_found";
    500: "internal_error";
  };
  updateWorkItem: {
    200: "active" | "queued" | "starting" | "stopping" | "stopped";
    400: "not_self_hosted" | "not_json" | "label_not_text";
    401: "invalid_token";
    403: "not_authorized";
    404: "work_item_not_found" | "environment_not_found";
    500: "internal_error";
  };
  listWorkItems: {
    200: "last_page" | "first_page" | "empty_page";
    400: "not_self_hosted" | "limit_not_positive" | "more_than_one_cursor";
    401: "invalid_token";
    403: "not_authorized";
    404: "environment_not_found";
    500: "internal_error";
  };
  pollWork: {
    200: "item" | "nothing";
    400: "not_self_hosted";
    401: "invalid_token";
    403: "not_authorized";
    404: "environment_not_found";
    500: "internal_error";
  };
  acknowledgeWorkItem: {
    200: "starting" | "active";
    400: "not_self_hosted";
    401: "invalid_token";
    403: "not_authorized";
    404: "work_item_not_found" | "environment_not_found";
    409: "taken" | "ended";
    500: "internal_error";
  };
  heartbeatWorkItem: {
    200: "active" | "stopping";
    400: "not_self_hosted";
    401: "invalid_token";
    403: "not_authorized";
    404: "work_item_not_found" | "environment_not_found";
    409: "not_acknowledged" | "stopped";
    412: "heartbeat_differs";
    500: "internal_error";
  };
  stopWorkItem: {
    200: "stopping" | "stopped";
    400: "not_self_hosted";
    401: "invalid_token";
    403: "not_authorized";
    404: "work_item_not_found" | "environment_not_found";
    500: "internal_error";
  };
  getWorkStats: {
    200: "waiting" | "empty";
    400: "not_self_hosted";
    401: "invalid_token";
    403: "not_authorized";
    404: "environment_not_found";
    500: "internal_error";
  };
}
