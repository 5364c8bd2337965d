// `npm start`: builds the page, serves it, and says where it is and what one sees there.
import { build, preview } from "vite";

await build({ logLevel: "warn" });
const server = await preview({ logLevel: "warn" });
const url = server.resolvedUrls?.local[0] ?? "the address above";
console.log(`
  ${url}

  Project Rainier, simulated hour by hour: the power that was energised, the Trainium chips that stood
  where, what each of them did, and what held the fleet back. Ctrl+C stops.
`);
