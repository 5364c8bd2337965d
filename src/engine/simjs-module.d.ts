// The package ships no declarations and exports nothing: src/engine/simjs.ts holds the types we wrote for it.
declare module "simjs";
