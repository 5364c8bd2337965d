// Data files are `unknown` until a schema has read them. The compiler leaves the import path as it stands,
// and dist/ lies beside models/, so one path serves the sources, the build and the bundler.
declare module "*.json" {
  const value: unknown;
  export default value;
}
