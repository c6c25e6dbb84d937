// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

export interface paths {
    "/api/v1/cloud/environments/{environment_id}/work/{work_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get work item
         * @description Returns one work item of a `self_hosted` Environment: what it runs, the state it is in, and when each step
         *     of its life happened.
         *
         *     Reading changes nothing, so it is safe to repeat. To follow an item, read it again until `state` is `stopped`.
         */
        get: operations["getWorkItem"];
        put?: never;
        /**
         * Update work item
         * @description Changes the metadata of a work item and returns the whole item. The new labels are merged into those it has: a
         *     string sets a label, `null` removes it, and a label that you do not name stays. Without `metadata` nothing changes.
         *     Its state does not matter, and does not change.
         *
         *     A request that is repeated leads to the same labels, unless somebody else changed them in between.
         */
        post: operations["updateWorkItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cloud/environments/{environment_id}/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List work items
         * @description Returns the work items of a `self_hosted` Environment, page by page, in ascending order of their ids, which is the
         *     order in which they were created. Stopped items are listed too.
         *
         *     Reading changes nothing, so it is safe to repeat. Give `next_page` of one answer as `page` of the next request,
         *     until `has_more` is `false`. An item that is created meanwhile comes last, on a page that you have yet to read.
         */
        get: operations["listWorkItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cloud/environments/{environment_id}/work/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Poll for work
         * @description Delivers the next queued work item to the worker that asks, or `null` if none waits. The item stays `queued`
         *     until the worker acknowledges it (see `acknowledgeWorkItem`). Do not run it before that call succeeds.
         *
         *     Each call can deliver an item, although it is a GET. If the answer is lost, the item is not delivered again
         *     before `reclaim_older_than_ms` is over. So do not retry a failed poll at once, or through a proxy that repeats
         *     GETs: ask again as you would for the next item. Any worker whose token covers the Environment may poll.
         */
        get: operations["pollWork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cloud/environments/{environment_id}/work/{work_id}/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge work item
         * @description Takes a delivered work item: it goes from `queued` to `starting`, sets `acknowledged_at`, and is not delivered to
         *     another worker. Call it right after `pollWork`, with the same `Worker-ID`, and before you run anything.
         *
         *     It is safe to repeat while the item is `starting` or `active`: the answer is the item as it is. Start the
         *     heartbeats next (see `heartbeatWorkItem`).
         */
        post: operations["acknowledgeWorkItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cloud/environments/{environment_id}/work/{work_id}/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Heartbeat work item
         * @description Says that the worker still runs the item, and extends its lease by `ttl_seconds`. The first heartbeat makes a
         *     `starting` item `active`. Send the next one well before the lease ends, such as after a third of it.
         *
         *     Look at `state` in each answer: at `stopping`, finish or abandon the work, and call `stopWorkItem` to confirm the
         *     stop. Send `expected_last_heartbeat`, so that a second worker with the same item is noticed: `NO_HEARTBEAT`
         *     in the first request, then the `last_heartbeat` of the previous answer. If an answer is lost, a repeated request fails
         *     with 412, because the server has moved on; read the item to learn its `latest_heartbeat_at`.
         */
        post: operations["heartbeatWorkItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cloud/environments/{environment_id}/work/{work_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop work item
         * @description Stops a work item. Anyone whose token covers the Environment may ask: a person who wants it to end, and the worker
         *     that has finished it.
         *
         *     Without `force` the stop is graceful: a `starting` or `active` item becomes `stopping`, its worker learns that from
         *     the answer to its next heartbeat, and a second call, by which the worker confirms, makes it `stopped`. So each call
         *     counts: repeat it only after you have read `state`. With `force` a live item in any state is `stopped` at once,
         *     and its worker learns that from a heartbeat that fails with 409.
         */
        post: operations["stopWorkItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cloud/environments/{environment_id}/work/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get work statistics
         * @description Returns how much work waits in the queue of a `self_hosted` Environment, and how many workers ask for it. Use it to
         *     decide how many workers to run.
         *
         *     Reading changes nothing, so it is safe to repeat. The numbers are those of one moment.
         */
        get: operations["getWorkStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description Id of an Environment. Starts with `env_`; the rest is opaque.
         * @example env_019e64e01a137caf953ac2ac7b42ec5c
         */
        EnvironmentId: `env_${string}`;
        /**
         * @description Id of a work item. Starts with `work_`; the rest is opaque.
         * @example work_019f3be4fd2475d9a784bf2c739e1194
         */
        WorkItemId: `work_${string}`;
        /**
         * @description Id of a session. Starts with `sess_`; the rest is opaque.
         * @example sess_019f3be3fa66750bb9a1fbcde85b5fe1
         */
        SessionId: `sess_${string}`;
        /** @description What the worker runs. */
        WorkItemData: {
            /** @description Kind of work. Only `session` exists today; expect others. */
            type: "session" | (string & {});
            /**
             * @description Id of a session. Starts with `sess_`; the rest is opaque.
             * @example sess_019f3be3fa66750bb9a1fbcde85b5fe1
             */
            id: components["schemas"]["SessionId"];
        };
        /**
         * @description Where the work item is in its life. Every state but `stopped` is live. New states can be added: treat one
         *     you do not know as live.
         */
        WorkItemState: "queued" | "starting" | "active" | "stopping" | "stopped" | (string & {});
        /**
         * @description Your own labels for the item, as pairs of strings; `{}` when there are none. At most 16 pairs, with keys of up
         *     to 64 and values of up to 512 characters.
         */
        WorkItemMetadata: {
            [key: string]: string;
        };
        /** @description One piece of work that an Environment hands to a worker. */
        WorkItem: {
            /**
             * @description Id of a work item. Starts with `work_`; the rest is opaque.
             * @example work_019f3be4fd2475d9a784bf2c739e1194
             */
            id: components["schemas"]["WorkItemId"];
            /**
             * @description Kind of object. Always `work`.
             * @constant
             */
            type: "work";
            /**
             * @description Id of an Environment. Starts with `env_`; the rest is opaque.
             * @example env_019e64e01a137caf953ac2ac7b42ec5c
             */
            environment_id: components["schemas"]["EnvironmentId"];
            /** @description What the worker runs. */
            data: components["schemas"]["WorkItemData"];
            /**
             * @description Where the work item is in its life. Every state but `stopped` is live. New states can be added: treat one
             *     you do not know as live.
             */
            state: components["schemas"]["WorkItemState"];
            /**
             * Format: date-time
             * @description When the item was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When a worker acknowledged the item. `null` until then.
             */
            acknowledged_at: string | null;
            /**
             * Format: date-time
             * @description When the worker's first heartbeat made the item `active`. `null` until then.
             */
            started_at: string | null;
            /**
             * Format: date-time
             * @description When the worker last sent a heartbeat. `null` before the first one. On an `active` item, a value that stays
             *     the same means that the worker has gone quiet.
             */
            latest_heartbeat_at: string | null;
            /**
             * Format: date-time
             * @description When a graceful stop was requested. `null` if none was.
             */
            stop_requested_at: string | null;
            /**
             * Format: date-time
             * @description When the item stopped. `null` while the item is live.
             */
            stopped_at: string | null;
            /**
             * @description Your own labels for the item, as pairs of strings; `{}` when there are none. At most 16 pairs, with keys of up
             *     to 64 and values of up to 512 characters.
             */
            metadata: components["schemas"]["WorkItemMetadata"];
        };
        /**
         * @description Identifies this request in the API's logs; quote it to support. It is your own `x-request-id` header if you
         *     sent one, and a UUID otherwise.
         */
        RequestId: string;
        /** @description Explanation for people. Its wording can change, so do not match on it. */
        ErrorMessage: string;
        /** @description Name of the request parameter at fault. Absent when no single parameter is. */
        ErrorParam: string;
        /** @description The request is not valid. Repeating it does not help. */
        InvalidRequestError: {
            /**
             * @description Kind of object. Always `error`.
             * @constant
             */
            type: "error";
            /**
             * @description Identifies this request in the API's logs; quote it to support. It is your own `x-request-id` header if you
             *     sent one, and a UUID otherwise.
             */
            request_id: components["schemas"]["RequestId"];
            /** @description What went wrong. */
            error: {
                /**
                 * @description Category of the error, for programs. Always `invalid_request_error` on this status.
                 * @constant
                 */
                type: "invalid_request_error";
                /** @description Explanation for people. Its wording can change, so do not match on it. */
                message: components["schemas"]["ErrorMessage"];
                /** @description Name of the request parameter at fault. Absent when no single parameter is. */
                param?: components["schemas"]["ErrorParam"];
            };
        };
        /** @description The caller could not be identified. */
        AuthenticationError: {
            /**
             * @description Kind of object. Always `error`.
             * @constant
             */
            type: "error";
            /**
             * @description Identifies this request in the API's logs; quote it to support. It is your own `x-request-id` header if you
             *     sent one, and a UUID otherwise.
             */
            request_id: components["schemas"]["RequestId"];
            /** @description What went wrong. */
            error: {
                /**
                 * @description Category of the error, for programs. Always `authentication_error` on this status.
                 * @constant
                 */
                type: "authentication_error";
                /** @description Explanation for people. Its wording can change, so do not match on it. */
                message: components["schemas"]["ErrorMessage"];
                /** @description Name of the request parameter at fault. Absent when no single parameter is. */
                param?: components["schemas"]["ErrorParam"];
            };
        };
        /** @description The caller may not do this. */
        PermissionError: {
            /**
             * @description Kind of object. Always `error`.
             * @constant
             */
            type: "error";
            /**
             * @description Identifies this request in the API's logs; quote it to support. It is your own `x-request-id` header if you
             *     sent one, and a UUID otherwise.
             */
            request_id: components["schemas"]["RequestId"];
            /** @description What went wrong. */
            error: {
                /**
                 * @description Category of the error, for programs. Always `permission_error` on this status.
                 * @constant
                 */
                type: "permission_error";
                /** @description Explanation for people. Its wording can change, so do not match on it. */
                message: components["schemas"]["ErrorMessage"];
                /** @description Name of the request parameter at fault. Absent when no single parameter is. */
                param?: components["schemas"]["ErrorParam"];
            };
        };
        /** @description The requested resource does not exist. */
        NotFoundError: {
            /**
             * @description Kind of object. Always `error`.
             * @constant
             */
            type: "error";
            /**
             * @description Identifies this request in the API's logs; quote it to support. It is your own `x-request-id` header if you
             *     sent one, and a UUID otherwise.
             */
            request_id: components["schemas"]["RequestId"];
            /** @description What went wrong. */
            error: {
                /**
                 * @description Category of the error, for programs. Always `not_found_error` on this status.
                 * @constant
                 */
                type: "not_found_error";
                /** @description Explanation for people. Its wording can change, so do not match on it. */
                message: components["schemas"]["ErrorMessage"];
                /** @description Name of the request parameter at fault. Absent when no single parameter is. */
                param?: components["schemas"]["ErrorParam"];
            };
        };
        /** @description The API failed. */
        InternalServerError: {
            /**
             * @description Kind of object. Always `error`.
             * @constant
             */
            type: "error";
            /**
             * @description Identifies this request in the API's logs; quote it to support. It is your own `x-request-id` header if you
             *     sent one, and a UUID otherwise.
             */
            request_id: components["schemas"]["RequestId"];
            /** @description What went wrong. */
            error: {
                /**
                 * @description Category of the error, for programs. Always `api_error` on this status.
                 * @constant
                 */
                type: "api_error";
                /** @description Explanation for people. Its wording can change, so do not match on it. */
                message: components["schemas"]["ErrorMessage"];
                /** @description Name of the request parameter at fault. Absent when no single parameter is. */
                param?: components["schemas"]["ErrorParam"];
            };
        };
        /** @description What to change of a work item. */
        WorkItemUpdate: {
            /**
             * @description Labels to set, and those to remove as `null`. With them the item may have at most 16 labels, with keys of up to
             *     64 and values of up to 512 characters.
             */
            metadata?: {
                [key: string]: string | null;
            };
        };
        /** @description One page of the work items of an Environment. */
        WorkItemList: {
            /** @description The items of this page, the oldest first. Empty when there are none. */
            data: components["schemas"]["WorkItem"][];
            /** @description Id of the first item of this page. `null` on an empty page. */
            first_id: `work_${string}` | null;
            /** @description Id of the last item of this page. `null` on an empty page. */
            last_id: `work_${string}` | null;
            /** @description Whether there are items after this page. */
            has_more: boolean;
            /** @description What to send as `page` to get the next page: `last_id` while `has_more` is `true`. `null` on the last page. */
            next_page: string | null;
        };
        /** @description A work item, still `queued`, or `null` when none waits. */
        PolledWorkItem: components["schemas"]["WorkItem"] | null;
        /** @description The state of the work item does not allow the request. */
        ConflictError: {
            /**
             * @description Kind of object. Always `error`.
             * @constant
             */
            type: "error";
            /**
             * @description Identifies this request in the API's logs; quote it to support. It is your own `x-request-id` header if you
             *     sent one, and a UUID otherwise.
             */
            request_id: components["schemas"]["RequestId"];
            /** @description What went wrong. */
            error: {
                /**
                 * @description Category of the error, for programs. Always `invalid_request_error` on this status.
                 * @constant
                 */
                type: "invalid_request_error";
                /** @description Explanation for people. Its wording can change, so do not match on it. */
                message: components["schemas"]["ErrorMessage"];
                /** @description Name of the request parameter at fault. Absent when no single parameter is. */
                param?: components["schemas"]["ErrorParam"];
            };
        };
        /** @description The state of the item after the heartbeat. New states can be added: treat one you do not know as `active`. */
        LeasedState: "active" | "stopping" | (string & {});
        /** @description What a heartbeat did to the lease of a work item. */
        WorkHeartbeat: {
            /**
             * @description Kind of object. Always `work_heartbeat`.
             * @constant
             */
            type: "work_heartbeat";
            /**
             * Format: date-time
             * @description When the server took this heartbeat. Send it, as it is, as `expected_last_heartbeat` of the next one.
             */
            last_heartbeat: string;
            /** @description Whether this heartbeat made the lease longer. */
            lease_extended: boolean;
            /** @description The state of the item after the heartbeat. New states can be added: treat one you do not know as `active`. */
            state: components["schemas"]["LeasedState"];
            /** @description How long the lease lasts from now, in seconds. */
            ttl_seconds: number;
        };
        /** @description The work item is not as the request expects. */
        PreconditionFailedError: {
            /**
             * @description Kind of object. Always `error`.
             * @constant
             */
            type: "error";
            /**
             * @description Identifies this request in the API's logs; quote it to support. It is your own `x-request-id` header if you
             *     sent one, and a UUID otherwise.
             */
            request_id: components["schemas"]["RequestId"];
            /** @description What went wrong. */
            error: {
                /**
                 * @description Category of the error, for programs. Always `precondition_failed_error` on this status.
                 * @constant
                 */
                type: "precondition_failed_error";
                /** @description Explanation for people. Its wording can change, so do not match on it. */
                message: components["schemas"]["ErrorMessage"];
                /** @description Name of the request parameter at fault. Absent when no single parameter is. */
                param?: components["schemas"]["ErrorParam"];
            };
        };
        /** @description How to stop a work item. */
        WorkItemStop: {
            /**
             * @description Whether to stop at once, without waiting for the worker.
             * @default false
             */
            force?: boolean;
        };
        /** @description The queue of an Environment at one moment. */
        WorkQueueStats: {
            /**
             * @description Kind of object. Always `work_queue_stats`.
             * @constant
             */
            type: "work_queue_stats";
            /** @description Number of items that a worker could get now. */
            depth: number;
            /** @description Number of items that were delivered to a worker and are not acknowledged yet. */
            pending: number;
            /**
             * Format: date-time
             * @description When the item that has waited longest was created. `null` when the queue is empty.
             */
            oldest_queued_at: string | null;
            /** @description Number of workers that polled in the last 30 seconds. Counts those that send `Worker-ID`. */
            workers_polling: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type EnvironmentId = components['schemas']['EnvironmentId'];
export type WorkItemId = components['schemas']['WorkItemId'];
export type SessionId = components['schemas']['SessionId'];
export type WorkItemData = components['schemas']['WorkItemData'];
export type WorkItemState = components['schemas']['WorkItemState'];
export type WorkItemMetadata = components['schemas']['WorkItemMetadata'];
export type WorkItem = components['schemas']['WorkItem'];
export type RequestId = components['schemas']['RequestId'];
export type ErrorMessage = components['schemas']['ErrorMessage'];
export type ErrorParam = components['schemas']['ErrorParam'];
export type InvalidRequestError = components['schemas']['InvalidRequestError'];
export type AuthenticationError = components['schemas']['AuthenticationError'];
export type PermissionError = components['schemas']['PermissionError'];
export type NotFoundError = components['schemas']['NotFoundError'];
export type InternalServerError = components['schemas']['InternalServerError'];
export type WorkItemUpdate = components['schemas']['WorkItemUpdate'];
export type WorkItemList = components['schemas']['WorkItemList'];
export type PolledWorkItem = components['schemas']['PolledWorkItem'];
export type ConflictError = components['schemas']['ConflictError'];
export type LeasedState = components['schemas']['LeasedState'];
export type WorkHeartbeat = components['schemas']['WorkHeartbeat'];
export type PreconditionFailedError = components['schemas']['PreconditionFailedError'];
export type WorkItemStop = components['schemas']['WorkItemStop'];
export type WorkQueueStats = components['schemas']['WorkQueueStats'];
export type $defs = Record<string, never>;
export interface operations {
    getWorkItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The self-hosted Environment that the work belongs to. */
                environment_id: components["schemas"]["EnvironmentId"];
                /** @description The work item that the request is about. */
                work_id: components["schemas"]["WorkItemId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The work item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /**
             * @description The Environment is not `self_hosted`. Only a self-hosted Environment has work items, so repeating the request
             *     cannot help: use the id of a self-hosted Environment.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidRequestError"];
                };
            };
            /**
             * @description The token is missing, wrong, expired or revoked. Check that `QODER_PAT` holds a current Personal Access Token and
             *     that it is sent as a `Bearer` credential.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationError"];
                };
            };
            /**
             * @description The token is valid but does not allow this operation: the Environment belongs to another user or organization, or
             *     the token's scope is too narrow. Use a token that covers the Environment.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionError"];
                };
            };
            /** @description The Environment or the work item does not exist. Check both ids, and that the work item belongs to this Environment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotFoundError"];
                };
            };
            /** @description The API failed. Repeat the request with exponential backoff; if it keeps failing, report the `request_id`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InternalServerError"];
                };
            };
        };
    };
    updateWorkItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The self-hosted Environment that the work belongs to. */
                environment_id: components["schemas"]["EnvironmentId"];
                /** @description The work item that the request is about. */
                work_id: components["schemas"]["WorkItemId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkItemUpdate"];
            };
        };
        responses: {
            /** @description The work item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /**
             * @description The body is not JSON, a label is neither a string nor `null`, or the Environment is not `self_hosted`. Repeating the
             *     same request cannot help: mend what `error.message` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidRequestError"];
                };
            };
            /**
             * @description The token is missing, wrong, expired or revoked. Check that `QODER_PAT` holds a current Personal Access Token and
             *     that it is sent as a `Bearer` credential.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationError"];
                };
            };
            /**
             * @description The token is valid but does not allow this operation: the Environment belongs to another user or organization, or
             *     the token's scope is too narrow. Use a token that covers the Environment.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionError"];
                };
            };
            /** @description The Environment or the work item does not exist. Check both ids, and that the work item belongs to this Environment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotFoundError"];
                };
            };
            /** @description The API failed. Repeat the request with exponential backoff; if it keeps failing, report the `request_id`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InternalServerError"];
                };
            };
        };
    };
    listWorkItems: {
        parameters: {
            query?: {
                /** @description The greatest number of items on the page. More than 100 is read as 100. */
                limit?: number | undefined;
                /**
                 * @description Where the page starts: `next_page` of the page before. Absent for the first page. Send at most one of `page`,
                 *     `before_id` and `after_id`.
                 */
                page?: string | undefined;
                /** @description Only items before this one. Send at most one of `page`, `before_id` and `after_id`. */
                before_id?: components["schemas"]["WorkItemId"] | undefined;
                /** @description Only items after this one. Send at most one of `page`, `before_id` and `after_id`. */
                after_id?: components["schemas"]["WorkItemId"] | undefined;
            };
            header?: never;
            path: {
                /** @description The self-hosted Environment that the work belongs to. */
                environment_id: components["schemas"]["EnvironmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of work items. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItemList"];
                };
            };
            /**
             * @description `limit` is not positive, there is more than one of `page`, `before_id` and `after_id`, or the Environment is not
             *     `self_hosted`. Repeating the same request cannot help: change the parameter that `error.param` names.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidRequestError"];
                };
            };
            /**
             * @description The token is missing, wrong, expired or revoked. Check that `QODER_PAT` holds a current Personal Access Token and
             *     that it is sent as a `Bearer` credential.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationError"];
                };
            };
            /**
             * @description The token is valid but does not allow this operation: the Environment belongs to another user or organization, or
             *     the token's scope is too narrow. Use a token that covers the Environment.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionError"];
                };
            };
            /** @description The Environment does not exist. Check its id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotFoundError"];
                };
            };
            /** @description The API failed. Repeat the request with exponential backoff; if it keeps failing, report the `request_id`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InternalServerError"];
                };
            };
        };
    };
    pollWork: {
        parameters: {
            query?: {
                /** @description How long to wait for an item if the queue is empty, in milliseconds. Absent, the answer comes at once. */
                block_ms?: number | undefined;
                /**
                 * @description Delivers an item again if it was delivered longer ago than this, in milliseconds, and nobody acknowledged it: the
                 *     worker that got it may have died.
                 */
                reclaim_older_than_ms?: number | undefined;
            };
            header?: {
                /**
                 * @description A name for your worker, such as that of its machine. The API counts workers by it (see `workers_polling` of
                 *     `getWorkStats`). It is a label, not a credential.
                 */
                "Worker-ID"?: string | undefined;
            };
            path: {
                /** @description The self-hosted Environment that the work belongs to. */
                environment_id: components["schemas"]["EnvironmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The work item that is yours to acknowledge, or `null` when none waits. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolledWorkItem"];
                };
            };
            /**
             * @description The Environment is not `self_hosted`. Only a self-hosted Environment has work items, so repeating the request
             *     cannot help: use the id of a self-hosted Environment.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidRequestError"];
                };
            };
            /**
             * @description The token is missing, wrong, expired or revoked. Check that `QODER_PAT` holds a current Personal Access Token and
             *     that it is sent as a `Bearer` credential.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationError"];
                };
            };
            /**
             * @description The token is valid but does not allow this operation: the Environment belongs to another user or organization, or
             *     the token's scope is too narrow. Use a token that covers the Environment.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionError"];
                };
            };
            /** @description The Environment does not exist. Check its id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotFoundError"];
                };
            };
            /** @description The API failed. Repeat the request with exponential backoff; if it keeps failing, report the `request_id`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InternalServerError"];
                };
            };
        };
    };
    acknowledgeWorkItem: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A name for your worker, such as that of its machine. The API counts workers by it (see `workers_polling` of
                 *     `getWorkStats`). It is a label, not a credential.
                 */
                "Worker-ID"?: string | undefined;
            };
            path: {
                /** @description The self-hosted Environment that the work belongs to. */
                environment_id: components["schemas"]["EnvironmentId"];
                /** @description The work item that the request is about. */
                work_id: components["schemas"]["WorkItemId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The work item, which is now yours. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /**
             * @description The Environment is not `self_hosted`. Only a self-hosted Environment has work items, so repeating the request
             *     cannot help: use the id of a self-hosted Environment.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidRequestError"];
                };
            };
            /**
             * @description The token is missing, wrong, expired or revoked. Check that `QODER_PAT` holds a current Personal Access Token and
             *     that it is sent as a `Bearer` credential.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationError"];
                };
            };
            /**
             * @description The token is valid but does not allow this operation: the Environment belongs to another user or organization, or
             *     the token's scope is too narrow. Use a token that covers the Environment.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionError"];
                };
            };
            /** @description The Environment or the work item does not exist. Check both ids, and that the work item belongs to this Environment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotFoundError"];
                };
            };
            /**
             * @description The item is not yours to take: another worker has it, it changed while you asked, or it is `stopping` or `stopped`.
             *     Do not run it and do not repeat the request: poll for the next item.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConflictError"];
                };
            };
            /** @description The API failed. Repeat the request with exponential backoff; if it keeps failing, report the `request_id`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InternalServerError"];
                };
            };
        };
    };
    heartbeatWorkItem: {
        parameters: {
            query?: {
                /**
                 * @description The `last_heartbeat` that the server gave last, or `NO_HEARTBEAT` for the first heartbeat. If the server's value
                 *     differs, the answer is 412. Absent, the heartbeat is unconditional.
                 */
                expected_last_heartbeat?: string | undefined;
                /**
                 * @description How long the lease should last, in seconds. The server takes the nearest value from 10 to 600; `ttl_seconds` of the
                 *     answer says what it took.
                 */
                desired_ttl_seconds?: number | undefined;
            };
            header?: never;
            path: {
                /** @description The self-hosted Environment that the work belongs to. */
                environment_id: components["schemas"]["EnvironmentId"];
                /** @description The work item that the request is about. */
                work_id: components["schemas"]["WorkItemId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lease after the heartbeat. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkHeartbeat"];
                };
            };
            /**
             * @description The Environment is not `self_hosted`. Only a self-hosted Environment has work items, so repeating the request
             *     cannot help: use the id of a self-hosted Environment.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidRequestError"];
                };
            };
            /**
             * @description The token is missing, wrong, expired or revoked. Check that `QODER_PAT` holds a current Personal Access Token and
             *     that it is sent as a `Bearer` credential.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationError"];
                };
            };
            /**
             * @description The token is valid but does not allow this operation: the Environment belongs to another user or organization, or
             *     the token's scope is too narrow. Use a token that covers the Environment.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionError"];
                };
            };
            /** @description The Environment or the work item does not exist. Check both ids, and that the work item belongs to this Environment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotFoundError"];
                };
            };
            /**
             * @description The item has no lease to extend: it is `queued`, so acknowledge it first, or `stopped`, so end the work. Repeating
             *     the request cannot help.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConflictError"];
                };
            };
            /**
             * @description The last heartbeat of the item is not `expected_last_heartbeat`. Either an answer to you was lost, or another worker
             *     runs the item. Read the item: go on with its `latest_heartbeat_at` if you know that heartbeat to be yours, else stop
             *     the work without a call.
             */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreconditionFailedError"];
                };
            };
            /** @description The API failed. Repeat the request with exponential backoff; if it keeps failing, report the `request_id`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InternalServerError"];
                };
            };
        };
    };
    stopWorkItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The self-hosted Environment that the work belongs to. */
                environment_id: components["schemas"]["EnvironmentId"];
                /** @description The work item that the request is about. */
                work_id: components["schemas"]["WorkItemId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WorkItemStop"];
            };
        };
        responses: {
            /** @description The work item after the call. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkItem"];
                };
            };
            /**
             * @description The Environment is not `self_hosted`. Only a self-hosted Environment has work items, so repeating the request
             *     cannot help: use the id of a self-hosted Environment.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidRequestError"];
                };
            };
            /**
             * @description The token is missing, wrong, expired or revoked. Check that `QODER_PAT` holds a current Personal Access Token and
             *     that it is sent as a `Bearer` credential.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationError"];
                };
            };
            /**
             * @description The token is valid but does not allow this operation: the Environment belongs to another user or organization, or
             *     the token's scope is too narrow. Use a token that covers the Environment.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionError"];
                };
            };
            /** @description The Environment or the work item does not exist. Check both ids, and that the work item belongs to this Environment. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotFoundError"];
                };
            };
            /** @description The API failed. Repeat the request with exponential backoff; if it keeps failing, report the `request_id`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InternalServerError"];
                };
            };
        };
    };
    getWorkStats: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The self-hosted Environment that the work belongs to. */
                environment_id: components["schemas"]["EnvironmentId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The queue. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkQueueStats"];
                };
            };
            /**
             * @description The Environment is not `self_hosted`. Only a self-hosted Environment has work items, so repeating the request
             *     cannot help: use the id of a self-hosted Environment.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvalidRequestError"];
                };
            };
            /**
             * @description The token is missing, wrong, expired or revoked. Check that `QODER_PAT` holds a current Personal Access Token and
             *     that it is sent as a `Bearer` credential.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthenticationError"];
                };
            };
            /**
             * @description The token is valid but does not allow this operation: the Environment belongs to another user or organization, or
             *     the token's scope is too narrow. Use a token that covers the Environment.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionError"];
                };
            };
            /** @description The Environment does not exist. Check its id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotFoundError"];
                };
            };
            /** @description The API failed. Repeat the request with exponential backoff; if it keeps failing, report the `request_id`. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InternalServerError"];
                };
            };
        };
    };
}
