/** Processor time in milliseconds, of all threads: what else the machine is doing meanwhile does not lengthen it. */
export async function effortOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/**
 * How many times longer than alone a piece of work takes here at this moment, because others want the machine too; at
 * least 1. For limits on the time of other processes, whose processor time is not ours to read.
 */
export function crowding(): number {
  const [since, before] = [performance.now(), process.cpuUsage()]
  let spent = 0
  while (spent < 300) {
    for (let i = 0; i < 1e6; i++) Math.sqrt(i)
    const { user, system } = process.cpuUsage(before)
    spent = (user + system) / 1000
  }
  return Math.max(1, (performance.now() - since) / spent)
}
