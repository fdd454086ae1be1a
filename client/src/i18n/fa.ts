/** The Persian catalogue: every area in one chunk. */
export default import.meta.glob<Record<string, string>>("./fa/*.json", {
  eager: true,
  import: "default",
});
