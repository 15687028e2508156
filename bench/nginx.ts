import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { freePort } from '../test/ops/children.ts'
import { onCore } from './load.ts'

/** nginx as it is set up to serve files fast: one worker, sendfile, files kept open, compressed files beside the plain ones, no log. */
const configuration = (folder: string, port: number) => `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  types { text/html html; }
  charset utf-8;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_timeout 65;
  keepalive_requests 100000000;
  open_file_cache max=100 inactive=600s;
  open_file_cache_valid 600s;
  gzip_static on;
  server { listen 127.0.0.1:${port}; root ${folder}/www; index index.html; }
}
`

export type Nginx = { readonly port: number; stop(): Promise<void> }

/** Serves these compressed pages (by path) as files, on one core. Throws when it does not start. */
export async function startNginx(pages: ReadonlyMap<string, Buffer>, core: number | null): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'zhaoming-nginx-'))
  const port = await freePort()
  for (const [path, bytes] of pages) {
    const file = join(folder, 'www', path.endsWith('/') ? `${path}index.html` : path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, gunzipSync(bytes))
    await writeFile(`${file}.gz`, bytes)
  }
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, port))
  const [command, ...rest] = onCore(core, [
    'nginx',
    '-p',
    folder,
    '-e',
    join(folder, 'error.log'),
    '-c',
    join(folder, 'nginx.conf'),
  ])
  const child = spawn(command!, rest, { stdio: ['ignore', 'ignore', 'inherit'] })
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGTERM')
    await gone
    await rm(folder, { recursive: true, force: true })
  }
  const [first] = pages.keys()
  for (let i = 0; i < 100; i++) {
    const answer = await fetch(`http://127.0.0.1:${port}${first!}`, {
      headers: { 'accept-encoding': 'gzip' },
    }).catch(() => null)
    if (answer) {
      await answer.arrayBuffer()
      if (answer.status === 200) return { port, stop }
      break
    }
    if (child.exitCode !== null) break
    await sleep(50)
  }
  await stop()
  throw new Error('bench: nginx did not serve the pages')
}
