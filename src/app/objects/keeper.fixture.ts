/** Puts blobs into a store for ever, until somebody kills it. Arguments: the folder, and how many bytes it may keep. */
import { blobId } from "../../snapshot/object-id.ts";
import { ObjectStore } from "./store.ts";

const [folder = "", bytes = ""] = process.argv.slice(2);
const store = await ObjectStore.open({ folder, bytes: Number(bytes) });
const keep = store.of(1);
for (let number = 0; ; number += 1) {
  const name = number % 2_000;
  const blob = Buffer.from(`blob ${name}\n`.repeat(1 + (name % 500)));
  keep.put("blob", blobId(blob), blob);
  if (number % 50 === 0) await store.settled();
  if (number === 2_000) process.stdout.write("busy\n");
}
