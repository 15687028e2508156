import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { makePortal, type Portal, type PortalOptions } from '#portal/server.ts'
import type { TestHouse } from './house.ts'

/** A portal behind a real HTTP server. */
export type Web = {
  readonly portal: Portal
  readonly url: string
  /** Faults of the product, not refusals. */
  readonly errors: string[]
  /** Without following redirects. */
  get(
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ status: number; text: string; headers: Headers }>
  close(): Promise<void>
}

export async function serve(portal: Portal): Promise<{ url: string; close(): Promise<void> }> {
  // As long as the product keeps connections: a slow check between two requests is no fault.
  const server = http.createServer({ keepAliveTimeout: 65_000 }, (request, response) =>
    portal.handle(request, response),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export function getterAt(url: string): Web['get'] {
  return async (path, headers) => {
    const answer = await fetch(url + path, { headers, redirect: 'manual' })
    return { status: answer.status, text: await answer.text(), headers: answer.headers }
  }
}

export type WebOptions = Partial<PortalOptions> & Pick<PortalOptions, 'pages'>

/** A portal over the database of a house; nobody tells it of changes. */
export function portalOn(t: TestHouse, options: WebOptions): Promise<Portal> {
  return makePortal({
    db: t.portalDb,
    connection: null,
    files: t.house.files,
    now: t.house.now,
    calendar: t.house.calendar(),
    typst: t.house.typst,
    publicUrl: 'http://zhaoming.test',
    demo: true,
    onError: text => {
      throw new Error(text)
    },
    ...options,
  })
}

/** Puts a portal of a house before readers and tells it of every change; `errors` is what it complains into. */
export async function webOf(t: TestHouse, portal: Portal, errors: string[]): Promise<Web> {
  t.onRecordChanged(() => portal.changed())
  const { url, close } = await serve(portal)
  return {
    portal,
    url,
    errors,
    get: getterAt(url),
    async close() {
      await close()
      await portal.close()
    },
  }
}

/** The portal of a house with these pages; closing it fails the test that met a fault. */
export async function makeWeb(t: TestHouse, options: WebOptions): Promise<Web> {
  const errors: string[] = []
  const web = await webOf(t, await portalOn(t, { onError: text => errors.push(text), ...options }), errors)
  return {
    ...web,
    async close() {
      await web.close()
      if (errors.length > 0) throw new Error(`这些页面出了故障：\n${errors.join('\n')}`)
    },
  }
}
