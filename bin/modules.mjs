// Whether node_modules hold what the lock file says, and npm where they do not.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const marker = join(modules, '.zhaoming.json')

/** A failure that is explained to the operator in one sentence. */
export function operatorError(message) {
  return Object.assign(new Error(message), { name: 'OperatorError', exitCode: 1 })
}

/** Progress goes to stderr: the answers of `due --json` on stdout stay clean. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** @param {'prod' | 'full'} mode prod: what the product runs on; full: also what its tests need */
export async function ensureModules(mode) {
  const lockFile = join(root, 'package-lock.json')
  if (!existsSync(lockFile)) return
  const lockText = readFileSync(lockFile)
  const state = {
    lock: createHash('sha256').update(lockText).digest('hex'),
    platform: `${process.platform}-${process.arch}`,
  }
  const complete = () => {
    const noted = readJson(marker)
    if (noted?.lock !== state.lock || noted.platform !== state.platform) return false
    return noted.mode === 'full' || noted.mode === mode
  }
  if (complete()) return
  const lock = JSON.parse(lockText.toString('utf8'))
  if (holdsEverything(lock, mode, true)) return note(state, mode)
  await alone(async () => {
    if (complete()) return
    // The marker goes first: after a kill in the middle nothing may claim that the installation is complete.
    rmSync(marker, { force: true })
    await install(mode)
    // A registry may lack an optional package for this machine. Whoever needs it says so; DATABASE_URL may do without.
    if (!holdsEverything(lock, mode, false))
      throw operatorError('依赖安装不完整。请检查网络与 npm 镜像设置（npm config get registry），然后重试。')
    note(state, mode)
  })
}

function note(state, mode) {
  try {
    linkCommand()
    writeFileSync(`${marker}.${process.pid}`, JSON.stringify({ ...state, mode }))
    renameSync(`${marker}.${process.pid}`, marker)
  } catch (error) {
    // Installed by another user, complete, and not ours to write: it is checked again next time.
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
  }
}

/** Lets `npx zhaoming` find the command without asking the registry. */
function linkCommand() {
  const command = join(root, 'bin', 'zhaoming.mjs')
  const folder = join(modules, '.bin')
  mkdirSync(folder, { recursive: true })
  if (process.platform === 'win32') {
    writeFileSync(join(folder, 'zhaoming.cmd'), `@node "${command}" %*\r\n`)
    return
  }
  const link = join(folder, 'zhaoming')
  if (lstatSync(link, { throwIfNoEntry: false }) === undefined) symlinkSync('../../bin/zhaoming.mjs', link)
  // An unpacked archive may have lost the bit, and npx then answers "Permission denied".
  chmodSync(command, 0o755)
}

/** Compares the lock file with what npm noted as installed, and that with what is really on disk. */
function holdsEverything(lock, mode, optionalToo) {
  const installed = readJson(join(modules, '.package-lock.json'))?.packages
  if (installed === undefined) return false
  for (const [path, wanted] of Object.entries(lock.packages)) {
    if (path === '' || wanted.link === true) continue
    if (mode === 'prod' && (wanted.dev === true || wanted.devOptional === true)) continue
    if (wanted.optional === true && !(optionalToo && isMadeForThisMachine(wanted))) continue
    if (installed[path]?.version !== wanted.version) return false
    if (!existsSync(join(root, path, 'package.json'))) return false
  }
  return true
}

function isMadeForThisMachine(entry) {
  if (entry.os === undefined && entry.cpu === undefined) return false
  if (!allows(entry.os, process.platform) || !allows(entry.cpu, process.arch)) return false
  return entry.libc === undefined || allows(entry.libc, libc())
}

let ownLibc
function libc() {
  ownLibc ??= process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
  return ownLibc
}

function allows(list, value) {
  if (list === undefined) return true
  if (list.includes(`!${value}`)) return false
  const positive = list.filter(one => !one.startsWith('!'))
  return positive.length === 0 || positive.includes(value)
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

async function install(mode) {
  say(mode === 'prod' ? '正在安装运行所需的依赖……' : '正在安装全部依赖（含测试工具）……')
  // `install`, not `ci`: some platform packages are absent from some registries' lock files and `ci` refuses those.
  // Explicit --include=dev: with NODE_ENV=production in the environment npm would leave the test tools out.
  const args = [
    'install',
    mode === 'prod' ? '--omit=dev' : '--include=dev',
    '--no-save',
    '--no-audit',
    '--no-fund',
    // Packages that ask for a newer Node than they need are known and tested here; their warnings read like faults.
    '--loglevel=error',
  ]
  const code = await npm(args)
  if (code !== 0)
    throw operatorError(
      `依赖安装失败（npm 退出码${code}，原因见上）。请检查网络、npm 镜像设置和目录 ${root} 的写权限，然后重试。`,
    )
}

/** Runs npm in the checkout, its own progress shown; where there is no terminal, a line every ten seconds. */
export function npm(args, options = {}) {
  // npm start tells where the running npm is; a bare `node bin/zhaoming.mjs` relies on the PATH.
  const own = process.env.npm_execpath
  const [file, first] = own && /npm-cli\.js$/.test(own) ? [process.execPath, [own]] : ['npm', []]
  let seconds = 0
  const timer = setInterval(() => say(`　……已用${(seconds += 10)}秒`), 10_000)
  if (process.stderr.isTTY) clearInterval(timer)
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...first, ...args], {
      cwd: options.cwd ?? root,
      stdio: ['ignore', process.stderr, process.stderr],
      shell: process.platform === 'win32' && first.length === 0,
      env: process.env,
    })
    child.on('error', () => reject(operatorError('没有找到 npm。请安装随 Node.js 提供的 npm 后重试。')))
    child.on('close', resolve)
  }).finally(() => clearInterval(timer))
}

/** One installation at a time; a second start waits for the first, and a killed one does not block for ever. */
async function alone(work) {
  mkdirSync(modules, { recursive: true })
  const lock = join(modules, '.zhaoming-installing')
  const own = `${lock}.${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    for (let told = false; ;) {
      try {
        linkSync(own, lock)
        break
      } catch (error) {
        if (error.code !== 'EEXIST') throw error
      }
      const holder = Number(readOr(lock, '0'))
      if (!runs(holder)) {
        rmSync(lock, { force: true })
        continue
      }
      if (!told) say(`另一个进程（进程号 ${holder}）正在安装依赖，等待它完成……`)
      told = true
      await new Promise(resolve => setTimeout(resolve, 500))
    }
    try {
      await work()
    } finally {
      rmSync(lock, { force: true })
    }
  } finally {
    rmSync(own, { force: true })
  }
}

function readOr(file, otherwise) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return otherwise
  }
}

function runs(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
