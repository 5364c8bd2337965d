declare module "virtual:baked" {
  // An ambient module may not import from a relative path.
  // oxlint-disable-next-line typescript/consistent-type-imports
  const baked: import("./view/baked.ts").Baked;
  export default baked;
}
