export type Body = Record<string, unknown>;

/** Credentials and ids that the server knows. */
export const world = {
  token: "pt-known-token",
  environment: "env_own",
  work: "work_own",
  foreign: "env_foreign",
  cloud: "env_cloud",
};

export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** Sent as JSON, unless it is a string or bytes. */
  body: unknown;
  /** Breaks the connection instead, or in the middle of the body. */
  reset?: "before" | "within";
}

export interface Call {
  authorization: string | undefined;
  headers: Headers;
  query: string;
  /** Parameters of the path. */
  params: Record<string, string>;
  requestId: string;
}

export type Fault = (reply: Reply, call: Call, answer: (status: number) => Reply) => Reply;

export const on =
  (status: number, change: (reply: Reply) => Partial<Reply>): Fault =>
  (reply) =>
    reply.status === status ? { ...reply, ...change(reply) } : reply;
export const item = (change: (body: Body) => unknown): Fault =>
  on(200, ({ body }) => ({ body: change(body as Body) }));
export const problem =
  (change: (body: Body) => unknown): Fault =>
  (reply) =>
    reply.status < 400 ? reply : { ...reply, body: change(reply.body as Body) };
export const inError = (change: (error: Body) => Body): Fault =>
  problem((body) => ({ ...body, error: change(body["error"] as Body) }));
export const without = (body: Body, name: string): Body => ({ ...body, [name]: undefined });
export const served =
  (when: (call: Call) => boolean): Fault =>
  (reply, call, answer) =>
    when(call) && reply.status !== 200 ? answer(200) : reply;
