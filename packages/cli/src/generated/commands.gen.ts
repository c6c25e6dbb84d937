// Generated from spec/openapi.yaml by `pnpm generate`. Do not edit.

/** The environment variables of each credential besides the token. */
export const variables = {};

export const operations = {
  "getWorkItem": {
    "summary": "Get work item",
    "description": "Returns one work item of a `self_hosted` Environment: what it runs, the state it is in, and when each step of its life happened.\n\nReading changes nothing, so it is safe to repeat. To follow an item, read it again until `state` is `stopped`.",
    "parameters": [
      {
        "name": "environment_id",
        "in": "path",
        "required": true,
        "description": "The self-hosted Environment that the work belongs to.",
        "type": "string",
        "list": false,
        "example": "env_019e64e01a137caf953ac2ac7b42ec5c"
      },
      {
        "name": "work_id",
        "in": "path",
        "required": true,
        "description": "The work item that the request is about.",
        "type": "string",
        "list": false,
        "example": "work_019f3be4fd2475d9a784bf2c739e1194"
      }
    ]
  },
  "updateWorkItem": {
    "summary": "Update work item",
    "description": "Changes the metadata of a work item and returns the whole item. The new labels are merged into those it has: a string sets a label, `null` removes it, and a label that you do not name stays. Without `metadata` nothing changes. Its state does not matter, and does not change.\n\nA request that is repeated leads to the same labels, unless somebody else changed them in between.",
    "parameters": [
      {
        "name": "environment_id",
        "in": "path",
        "required": true,
        "description": "The self-hosted Environment that the work belongs to.",
        "type": "string",
        "list": false,
        "example": "env_019e64e01a137caf953ac2ac7b42ec5c"
      },
      {
        "name": "work_id",
        "in": "path",
        "required": true,
        "description": "The work item that the request is about.",
        "type": "string",
        "list": false,
        "example": "work_019f3be4fd2475d9a784bf2c739e1194"
      }
    ],
    "body": {
      "required": true,
      "description": "What to change.",
      "mediaType": "application/json",
      "example": "{\n  \"metadata\": {\n    \"job\": \"daily-report\"\n  }\n}"
    }
  },
  "listWorkItems": {
    "summary": "List work items",
    "description": "Returns the work items of a `self_hosted` Environment, page by page, in ascending order of their ids, which is the order in which they were created. Stopped items are listed too.\n\nReading changes nothing, so it is safe to repeat. Give `next_page` of one answer as `page` of the next request, until `has_more` is `false`. An item that is created meanwhile comes last, on a page that you have yet to read.",
    "parameters": [
      {
        "name": "environment_id",
        "in": "path",
        "required": true,
        "description": "The self-hosted Environment that the work belongs to.",
        "type": "string",
        "list": false,
        "example": "env_019e64e01a137caf953ac2ac7b42ec5c"
      },
      {
        "name": "limit",
        "in": "query",
        "required": false,
        "description": "The greatest number of items on the page. More than 100 is read as 100.",
        "type": "integer",
        "list": false,
        "example": "50",
        "default": "20"
      },
      {
        "name": "page",
        "in": "query",
        "required": false,
        "description": "Where the page starts: `next_page` of the page before. Absent for the first page. Send at most one of `page`, `before_id` and `after_id`.",
        "type": "string",
        "list": false,
        "example": "work_019f3be4fd2475d9a784bf2c739e1194"
      },
      {
        "name": "before_id",
        "in": "query",
        "required": false,
        "description": "Only items before this one. Send at most one of `page`, `before_id` and `after_id`.",
        "type": "string",
        "list": false,
        "example": "work_019f3be4fd2475d9a784bf2c739e1194"
      },
      {
        "name": "after_id",
        "in": "query",
        "required": false,
        "description": "Only items after this one. Send at most one of `page`, `before_id` and `after_id`.",
        "type": "string",
        "list": false,
        "example": "work_019f3be4fd2475d9a784bf2c739e1194"
      }
    ]
  },
  "pollWork": {
    "summary": "Poll for work",
    "description": "Delivers the next queued work item to the worker that asks, or `null` if none waits. The item stays `queued` until the worker acknowledges it (see `acknowledgeWorkItem`). Do not run it before that call succeeds.\n\nEach call can deliver an item, although it is a GET. If the answer is lost, the item is not delivered again before `reclaim_older_than_ms` is over. So do not retry a failed poll at once, or through a proxy that repeats GETs: ask again as you would for the next item. Any worker whose token covers the Environment may poll.",
    "parameters": [
      {
        "name": "environment_id",
        "in": "path",
        "required": true,
        "description": "The self-hosted Environment that the work belongs to.",
        "type": "string",
        "list": false,
        "example": "env_019e64e01a137caf953ac2ac7b42ec5c"
      },
      {
        "name": "block_ms",
        "in": "query",
        "required": false,
        "description": "How long to wait for an item if the queue is empty, in milliseconds. Absent, the answer comes at once.",
        "type": "integer",
        "list": false,
        "example": "900"
      },
      {
        "name": "reclaim_older_than_ms",
        "in": "query",
        "required": false,
        "description": "Delivers an item again if it was delivered longer ago than this, in milliseconds, and nobody acknowledged it: the worker that got it may have died.",
        "type": "integer",
        "list": false,
        "example": "10000",
        "default": "5000"
      },
      {
        "name": "Worker-ID",
        "in": "header",
        "required": false,
        "description": "A name for your worker, such as that of its machine. The API counts workers by it (see `workers_polling` of `getWorkStats`). It is a label, not a credential.",
        "type": "string",
        "list": false,
        "example": "worker-7"
      }
    ]
  },
  "acknowledgeWorkItem": {
    "summary": "Acknowledge work item",
    "description": "Takes a delivered work item: it goes from `queued` to `starting`, sets `acknowledged_at`, and is not delivered to another worker. Call it right after `pollWork`, with the same `Worker-ID`, and before you run anything.\n\nIt is safe to repeat while the item is `starting` or `active`: the answer is the item as it is. Start the heartbeats next (see `heartbeatWorkItem`).",
    "parameters": [
      {
        "name": "environment_id",
        "in": "path",
        "required": true,
        "description": "The self-hosted Environment that the work belongs to.",
        "type": "string",
        "list": false,
        "example": "env_019e64e01a137caf953ac2ac7b42ec5c"
      },
      {
        "name": "work_id",
        "in": "path",
        "required": true,
        "description": "The work item that the request is about.",
        "type": "string",
        "list": false,
        "example": "work_019f3be4fd2475d9a784bf2c739e1194"
      },
      {
        "name": "Worker-ID",
        "in": "header",
        "required": false,
        "description": "A name for your worker, such as that of its machine. The API counts workers by it (see `workers_polling` of `getWorkStats`). It is a label, not a credential.",
        "type": "string",
        "list": false,
        "example": "worker-7"
      }
    ]
  },
  "heartbeatWorkItem": {
    "summary": "Heartbeat work item",
    "description": "Says that the worker still runs the item, and extends its lease by `ttl_seconds`. The first heartbeat makes a `starting` item `active`. Send the next one well before the lease ends, such as after a third of it.\n\nLook at `state` in each answer: at `stopping`, finish or abandon the work, and call `stopWorkItem` to confirm the stop. Send `expected_last_heartbeat`, so that a second worker with the same item is noticed: `NO_HEARTBEAT` in the first request, then the `last_heartbeat` of the previous answer. If an answer is lost, a repeated request fails with 412, because the server has moved on; read the item to learn its `latest_heartbeat_at`.",
    "parameters": [
      {
        "name": "environment_id",
        "in": "path",
        "required": true,
        "description": "The self-hosted Environment that the work belongs to.",
        "type": "string",
        "list": false,
        "example": "env_019e64e01a137caf953ac2ac7b42ec5c"
      },
      {
        "name": "work_id",
        "in": "path",
        "required": true,
        "description": "The work item that the request is about.",
        "type": "string",
        "list": false,
        "example": "work_019f3be4fd2475d9a784bf2c739e1194"
      },
      {
        "name": "expected_last_heartbeat",
        "in": "query",
        "required": false,
        "description": "The `last_heartbeat` that the server gave last, or `NO_HEARTBEAT` for the first heartbeat. If the server's value differs, the answer is 412. Absent, the heartbeat is unconditional.",
        "type": "string",
        "list": false,
        "example": "NO_HEARTBEAT"
      },
      {
        "name": "desired_ttl_seconds",
        "in": "query",
        "required": false,
        "description": "How long the lease should last, in seconds. The server takes the nearest value from 10 to 600; `ttl_seconds` of the answer says what it took.",
        "type": "integer",
        "list": false,
        "example": "60"
      }
    ]
  },
  "stopWorkItem": {
    "summary": "Stop work item",
    "description": "Stops a work item. Anyone whose token covers the Environment may ask: a person who wants it to end, and the worker that has finished it.\n\nWithout `force` the stop is graceful: a `starting` or `active` item becomes `stopping`, its worker learns that from the answer to its next heartbeat, and a second call, by which the worker confirms, makes it `stopped`. So each call counts: repeat it only after you have read `state`. With `force` a live item in any state is `stopped` at once, and its worker learns that from a heartbeat that fails with 409.",
    "parameters": [
      {
        "name": "environment_id",
        "in": "path",
        "required": true,
        "description": "The self-hosted Environment that the work belongs to.",
        "type": "string",
        "list": false,
        "example": "env_019e64e01a137caf953ac2ac7b42ec5c"
      },
      {
        "name": "work_id",
        "in": "path",
        "required": true,
        "description": "The work item that the request is about.",
        "type": "string",
        "list": false,
        "example": "work_019f3be4fd2475d9a784bf2c739e1194"
      }
    ],
    "body": {
      "required": false,
      "description": "How to stop. Absent, the stop is graceful.",
      "mediaType": "application/json",
      "example": "{\n  \"force\": true\n}"
    }
  },
  "getWorkStats": {
    "summary": "Get work statistics",
    "description": "Returns how much work waits in the queue of a `self_hosted` Environment, and how many workers ask for it. Use it to decide how many workers to run.\n\nReading changes nothing, so it is safe to repeat. The numbers are those of one moment.",
    "parameters": [
      {
        "name": "environment_id",
        "in": "path",
        "required": true,
        "description": "The self-hosted Environment that the work belongs to.",
        "type": "string",
        "list": false,
        "example": "env_019e64e01a137caf953ac2ac7b42ec5c"
      }
    ]
  }
};
