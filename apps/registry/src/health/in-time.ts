/** Milliseconds. Whoever probes or scrapes gives up soon: Kubernetes after one second unless told otherwise, Prometheus after ten. */
const PATIENCE = 3_000;

/** What `answer` says; rejects when it takes longer than three seconds. What is under way ends by its own limits. */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    const late = new Error(`no answer within ${PATIENCE / 1000} s`);
    timer = setTimeout(() => reject(late), PATIENCE);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}
