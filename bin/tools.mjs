// What the tests need beyond npm: a browser, CJK fonts, Debian's PostgreSQL, a second Node.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { npm, operatorError, root, say } from './modules.mjs'

/** The Chromium to drive, or null. The tests look in the same places (test/setup/browser.ts). */
export function findChromium() {
  const given = process.env.CHROMIUM
  if (given) return existsSync(given) ? given : null
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin']
  for (const folder of folders)
    for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])
      if (folder !== '' && existsSync(join(folder, name))) return join(folder, name)
  return null
}

function hasChineseFont() {
  const list = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return list.status === 0 && list.stdout.trim() !== ''
}

export function mayInstall() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
}

async function aptInstall(packages) {
  say(`正在用 apt-get 安装 ${packages.join('、')}……`)
  const apt = args =>
    new Promise(resolve => {
      const child = spawn('apt-get', [...args], {
        stdio: ['ignore', process.stderr, process.stderr],
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
      child.on('error', () => resolve(1)).on('close', resolve)
    })
  // Another apt may hold the lock (unattended upgrades on a machine just started): wait for it.
  const wait = ['-o', 'DPkg::Lock::Timeout=300']
  await apt([...wait, 'update', '-q'])
  return (await apt([...wait, 'install', '-y', '-q', '--no-install-recommends', ...packages])) === 0
}

/** Chromium and a Chinese font, installed where that is allowed. Returns a sentence when one is still missing. */
export async function ensureBrowser() {
  const missing = () => [
    ...(findChromium() === null ? ['chromium'] : []),
    ...(process.platform === 'linux' && !hasChineseFont() ? ['fontconfig', 'fonts-noto-cjk'] : []),
  ]
  if (missing().length > 0 && mayInstall()) await aptInstall(missing())
  const still = missing()
  if (still.length === 0) return null
  const how = `apt-get install -y ${still.join(' ')}`
  return `浏览器测试缺少 ${still.join('、')}，本程序无权代为安装。请由管理员执行 ${how}（或用 CHROMIUM 指定浏览器），或设 ZHAOMING_SKIP_BROWSER=1 跳过这些测试。`
}

/** The folder with Debian's postgres and initdb (the newest, 15 or later). */
export async function debianPostgres() {
  const find = () => {
    const base = '/usr/lib/postgresql'
    const majors = existsSync(base)
      ? readdirSync(base)
          .map(Number)
          .filter(n => n >= 15)
      : []
    const major = majors.sort((a, b) => b - a).find(n => existsSync(join(base, String(n), 'bin', 'initdb')))
    return major === undefined ? null : join(base, String(major), 'bin')
  }
  if (find() === null && mayInstall()) await aptInstall(['postgresql'])
  const folder = find()
  if (folder === null)
    throw operatorError(
      '没有找到 Debian 的 PostgreSQL 15 或更新版本。请由管理员执行 apt-get install -y postgresql 后重试。',
    )
  return folder
}

/** Node 24 from npm, kept under node_modules/.cache; returns the folder of its program. */
export async function ensureNode24() {
  const home = join(root, 'node_modules', '.cache', 'node24')
  const program = join(
    home,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  const works = () => spawnSync(program, ['-v'], { encoding: 'utf8' }).stdout?.startsWith('v24.') === true
  if (!works()) {
    say('正在通过 npm 取得 Node.js 24……')
    mkdirSync(home, { recursive: true })
    // A package.json of its own, else npm walks up and adds node to the product's.
    writeFileSync(join(home, 'package.json'), '{ "name": "node24", "private": true }\n')
    const code = await npm(
      ['install', '--prefix', home, 'node@24', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        cwd: home,
      },
    )
    if (code !== 0 || !works())
      throw operatorError('通过 npm 取得 Node.js 24 失败（原因见上）。请检查网络与 npm 镜像设置。')
  }
  return join(program, '..')
}

export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
