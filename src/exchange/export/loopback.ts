import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Portal } from '#portal/server.ts'

export type Fetched = {
  readonly status: number
  readonly type: string
  readonly location: string | null
  readonly body: Buffer
}

export type Loopback = { get(address: string): Promise<Fetched>; close(): Promise<void> }

/** The portal itself, asked over the loopback: a file is byte for byte what a reader would have got. */
export async function openLoopback(portal: Portal, base: string): Promise<Loopback> {
  const server = http.createServer((request, response) => portal.handle(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })
  return {
    get: address =>
      new Promise((resolve, reject) => {
        const request = http.get(
          {
            host: '127.0.0.1',
            port,
            path: base + address,
            agent,
            headers: { 'accept-encoding': 'identity' },
          },
          response => {
            const parts: Buffer[] = []
            response.on('data', (part: Buffer) => parts.push(part))
            response.on('error', reject)
            response.on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                type: response.headers['content-type'] ?? '',
                location: response.headers.location ?? null,
                body: Buffer.concat(parts),
              }),
            )
          },
        )
        request.on('error', reject)
      }),
    async close() {
      agent.destroy()
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
