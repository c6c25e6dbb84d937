// The transport. It is imported here alone, so that another can take its place.
export {
  type Client as OpenApiFetch,
  createQuerySerializer,
  default as createHttp,
  type Middleware,
} from "openapi-fetch";
