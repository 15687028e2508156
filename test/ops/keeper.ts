// A process that opens a data folder, and with `postgres` its database, and keeps them until it is told to stop.
// node keeper.mjs FOLDER [postgres | postgres-alone]; alone: without opening (and judging) the folder first
import { openDataFolder } from '#kit/dataFolder.ts'
import { startPostgres } from '#kit/postgres/start.ts'

const [path = '', what] = process.argv.slice(2)
const log = (line: string) => void process.stdout.write(`${line}\n`)

try {
  const folder =
    what === 'postgres-alone' ? null : await openDataFolder(path, { log, address: 'http://localhost:8080/' })
  const postgres =
    what !== undefined
      ? await startPostgres({
          folder: folder?.path ?? path,
          log,
          onLost: error => log(`lost: ${error.message}`),
        })
      : null
  const stay = setInterval(() => undefined, 1000)
  const stop = async (why: string) => {
    log(`stopping ${why}`)
    await postgres?.stop()
    folder?.release()
    clearInterval(stay)
    log('stopped')
  }
  process.once('SIGTERM', () => void stop('SIGTERM'))
  folder?.onLauncherLost(() => void stop('launcher'))
  log(`ready ${JSON.stringify({ url: postgres?.url, adopted: postgres?.adopted })}`)
} catch (error) {
  log(`${(error as Error).name}: ${(error as Error).message}`)
  process.exitCode = 1
}
