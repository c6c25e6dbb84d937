// Of these, only what is made for the browser is measured. It needs no other package: hundreds are not installed.
const standalone = ["@scalar/api-reference", "@stoplight/elements"];

export const hooks = {
  readPackage: (manifest) =>
    standalone.includes(manifest.name) ? { ...manifest, dependencies: {}, peerDependencies: {} } : manifest,
};
