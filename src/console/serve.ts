import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { App } from '#kit/http.ts'

/** No screen has a file's ending in its address: what asks for one means a file that is not here. */
const namesFile = /\.[a-z0-9]{1,8}$/i

/** Serves the built console at /console/: hashed assets for ever, every address of a screen its one page. */
export function serveConsole(folder: string): (app: App) => Promise<void> {
  return async app => {
    const built = existsSync(join(folder, 'index.html'))
    if (built)
      await app.register(fastifyStatic, {
        root: join(folder, 'assets'),
        prefix: '/console/assets/',
        decorateReply: false,
        immutable: true,
        maxAge: '365d',
        index: false,
        // The build leaves the compressed form beside each (bin/build.mjs).
        preCompressed: true,
        // The hook of kit/http says no-store for everything else.
        setHeaders: reply => void reply.header('cache-control', 'public, max-age=31536000, immutable'),
      })
    const page = built
      ? await readFile(join(folder, 'index.html'), 'utf8')
      : '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>办公后台</title><p>办公后台还没有构建，请用 npm start 启动。</p></html>'
    app.get('/console', (_request, reply) => reply.redirect('/console/'))
    for (const path of ['/console/', '/console/*'])
      app.get(path, async ({ url }, reply) =>
        namesFile.test(url.split('?')[0]!)
          ? reply.code(404).type('text/plain; charset=utf-8').send('没有这个文件。\n')
          : reply.type('text/html; charset=utf-8').send(page),
      )
  }
}
