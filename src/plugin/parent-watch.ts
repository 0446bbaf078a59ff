const INTERVAL_MS = 500;

/**
 * Calls back once when the process that started this one is gone: the system then names another parent. The last
 * resort, for a Terraform that dies before it connects.
 * @returns a function that ends the watch
 */
export function watchParent(gone: () => void, parentOf = (): number => process.ppid): () => void {
  const parent = parentOf();
  const timer = setInterval(() => {
    if (parentOf() === parent) return;
    clearInterval(timer);
    gone();
  }, INTERVAL_MS).unref();
  return () => clearInterval(timer);
}
