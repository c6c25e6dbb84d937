import { subscribe } from "node:diagnostics_channel";
import { BlockList, type Socket } from "node:net";
import { type ClientOptions, WorkError } from "@qoder/work-client";

// A tunnel that is not open yet is of no request, so no signal ends it. The client has a timer while it waits: its sockets
// need not keep the process.
subscribe("net.client.socket", (message) => void (message as { socket: Socket }).socket.unref());

/**
 * Returns a `fetch` that uses the proxy of the environment as curl does: `https_proxy` or `http_proxy`, else `all_proxy`,
 * except for the hosts of `no_proxy`; each also in capitals, even `HTTP_PROXY`. Undefined if there is no proxy.
 *
 * Node's own support begins with 22.21, knows no `all_proxy`, and opens a tunnel for plain HTTP too, which proxies refuse.
 *
 * @throws {WorkError} of kind `argument` if the proxy cannot be used
 */
export async function proxied(baseUrl: string | undefined): Promise<ClientOptions["fetch"]> {
  const scheme = /^http:/i.test(baseUrl ?? "") ? "http" : "https"; // the servers of the spec have https
  const names = [`${scheme}_proxy`, "all_proxy"].flatMap((name) => [name, name.toUpperCase()]);
  const name = names.find((one) => process.env[one]);
  if (!name || isInSubnet(baseUrl)) return undefined;
  const text = process.env[name] as string;
  const url = (text.includes("://") ? text : `http://${text}`).replace(/^socks5h:/i, "socks5:"); // for undici they are one
  const { username = "", password = "" } = URL.parse(url) ?? {};
  const credentials = () => Buffer.from(decodeURIComponent(`${username}:${password}`)).toString("base64");
  const { EnvHttpProxyAgent, Pool } = await import("undici"); // it takes long to load
  const open = () =>
    new EnvHttpProxyAgent({
      httpProxy: url,
      httpsProxy: url,
      proxyTunnel: false,
      ...((username || password) && { token: `Basic ${credentials()}` }), // undici sends none, if one is missing
      clientFactory(origin, options) {
        const pool = new Pool(origin, options);
        const openTunnel = pool.connect.bind(pool);
        // Undici hides the status, and tries a tunnel that the proxy closes again and again, without a pause.
        const connect = async (to: Parameters<typeof openTunnel>[0]) => {
          const tunnel = await openTunnel(to).catch(({ message, code }) => fail(message, code));
          if (tunnel.statusCode === 200) return tunnel;
          tunnel.socket.destroy();
          return fail(`status ${tunnel.statusCode}`);
        };
        return Object.assign(pool, { connect });
      },
    });
  try {
    open();
  } catch {
    throw new WorkError(
      "argument",
      `${name} must be the URL of a proxy, such as http://127.0.0.1:3128 or socks5://127.0.0.1:1080`,
    );
  }
  return (request, init) => fetch(request, { ...init, dispatcher: open() } as RequestInit);
}

/** Tells whether the host is an address of a subnet in `no_proxy`, such as 10.0.0.0/8. Undici knows the other entries. */
function isInSubnet(baseUrl = ""): boolean {
  const { no_proxy, NO_PROXY = "" } = process.env;
  const subnets = new BlockList();
  for (const entry of (no_proxy ?? NO_PROXY).split(/[\s,]+/)) {
    const [network = "", bits] = entry.split("/");
    try {
      if (bits) subnets.addSubnet(network, Number(bits), familyOf(network));
    } catch {} // not a subnet
  }
  const host = URL.parse(baseUrl)?.hostname.replace(/[[\]]/g, "") ?? "";
  return subnets.check(host, familyOf(host));
}

const familyOf = (address: string) => (address.includes(":") ? "ipv6" : "ipv4");

function fail(reason: string, code?: string): never {
  const known = code === "ECONNREFUSED" && { code }; // after this, any operation may be repeated
  throw Object.assign(new Error(`the proxy opens no tunnel: ${reason}`), known);
}
