/** Hooks of pnpm: this one is called for each package that is packed or published. */
export const hooks = {
  /** What only this repository needs to build and test a package is nobody else's business, and names packages that npm lacks. */
  beforePacking({ devDependencies, ...manifest }) {
    return manifest;
  },
};
