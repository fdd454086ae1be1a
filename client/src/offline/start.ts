/** Prepare what works without the server. Called once, before anybody is known. */
export async function start(): Promise<void> {}
