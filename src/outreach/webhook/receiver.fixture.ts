import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export type Taken = { readonly headers: IncomingHttpHeaders; readonly body: string; readonly path: string }
export type Behaviour =
  { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | 'silent' | 'cut'

/** A program of somebody else: a real HTTP server that takes notices, refuses them, stays silent, or is killed and started again. */
export async function makeReceiver() {
  const taken: Taken[] = []
  let how: Behaviour = { status: 204 }
  let arrived: (one: Taken) => void = () => {}
  let port = 0
  let server: Server | null = null
  const sockets = new Set<Socket>()

  async function start(): Promise<void> {
    server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const one = {
          headers: request.headers,
          body: Buffer.concat(parts).toString('utf8'),
          path: request.url ?? '',
        }
        const answer = how
        if (answer === 'silent') return void arrived(one)
        if (answer === 'cut') return void request.socket.destroy()
        taken.push(one)
        arrived(one)
        response.writeHead(answer.status, answer.headers)
        response.end('ok')
      })
    })
    server.on('connection', socket => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    const own = server
    await new Promise<void>(resolve => own.listen(port, '127.0.0.1', () => resolve()))
    port = (own.address() as AddressInfo).port
  }

  /** Stops listening and cuts every connection in the middle of whatever it was at. */
  async function kill(): Promise<void> {
    const own = server
    server = null
    if (!own) return
    const ended = new Promise(resolve => own.close(resolve))
    for (const socket of sockets) socket.destroy()
    await ended
  }

  await start()
  return {
    taken,
    origin: () => `http://127.0.0.1:${port}`,
    behave(next: Behaviour) {
      how = next
    },
    onArrived(listener: (one: Taken) => void) {
      arrived = listener
    },
    start,
    kill,
  }
}
export type Receiver = Awaited<ReturnType<typeof makeReceiver>>
