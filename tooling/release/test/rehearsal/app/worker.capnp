using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "internet", network = (allow = ["local"])),
  (name = "suite", worker = (
    modules = [(name = "worker.js", esModule = embed "bundle/worker.js")],
    bindings = [(name = "baseUrl", fromEnvironment = "BASE_URL")],
    compatibilityDate = "2026-10-01",
  )),
]);
