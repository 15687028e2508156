// npm test [-- [--debian-postgresql] [--node24] [vitest's own words]]
// Brings what the tests need, checks types, lint and format, runs the tests on one real PostgreSQL, and ends with one
// plain line: N passed, N failed.
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundling } from './bundling.mjs'
import { ensureModules, root, say } from './modules.mjs'
import { prepare } from './prepare.mjs'
import { debianPostgres, ensureBrowser, ensureNode24, readJson } from './tools.mjs'

const words = process.argv.slice(2)
const flag = name => words.includes(name)
const filters = words.filter(word => !['--debian-postgresql', '--node24'].includes(word))
const checks = [
  ['类型（tsc --noEmit）', ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']],
  ['规则（eslint .）', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']],
  [
    '格式（prettier --check .）',
    ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ],
]
const prefix = 'zhaoming-npm-test-'
const children = new Set()
let stopDatabase = async () => {}
let interrupted = false

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(name, () => {
    interrupted = true
    for (const child of children) child.kill('SIGTERM')
  })

try {
  process.exitCode = flag('--node24') ? await underNode24() : await testHere()
} catch (error) {
  console.error(error.name === 'OperatorError' ? error.message : error)
  console.log('0 passed, 1 failed')
  process.exitCode = 1
} finally {
  await stopDatabase()
}

async function underNode24() {
  const folder = await ensureNode24()
  const args = [join(root, 'bin', 'test.mjs'), ...words.filter(word => word !== '--node24')]
  const path = `${folder}${delimiter}${process.env.PATH ?? ''}`
  return run(join(folder, 'node'), args, { env: { PATH: path } })
}

async function testHere() {
  say(`Node.js ${process.versions.node}`)
  await ensureModules('full')
  const skipped = process.env.ZHAOMING_SKIP_BROWSER === '1'
  const lacking = skipped ? null : await ensureBrowser()
  if (skipped) say('已按 ZHAOMING_SKIP_BROWSER=1 跳过浏览器测试。')
  const failures = []
  let passed = 0
  // Not the end: the browser tests fail without a browser, the others still tell what they can.
  if (lacking !== null) {
    say(lacking)
    failures.push('检查：浏览器与中文字体')
  }
  try {
    await prepare('start')
    passed++
  } catch (error) {
    if (error.name !== 'OperatorError') throw error
    say(error.message)
    failures.push('检查：构建')
  }
  if (filters.length === 0)
    for (const [name, args] of checks) {
      say(`检查：${name}`)
      if ((await run(process.execPath, args)) === 0) passed++
      else failures.push(`检查：${name}`)
      if (interrupted) break
    }
  const tests = interrupted ? { passed: 0, failures: ['测试被中断'] } : await runVitest(await startDatabase())
  failures.push(...tests.failures)
  passed += tests.passed
  if (tests.passed + tests.failures.length === 0) failures.push('没有运行任何测试')
  await stopDatabase()
  if (lacking !== null) say(lacking)
  if (skipped) say('浏览器测试已跳过（ZHAOMING_SKIP_BROWSER=1）。')
  if (failures.length > 0) console.log(`未通过：\n${failures.map(name => `  ✗ ${name}`).join('\n')}`)
  console.log(`${passed} passed, ${failures.length} failed`)
  return failures.length > 0 ? 1 : 0
}

function run(file, args, { env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    children.add(child)
    child.on('error', reject).on('close', (code, signal) => {
      children.delete(child)
      resolve(code ?? (signal ? 130 : 1))
    })
  })
}

/** The product's own code for PostgreSQL, bundled into one file: the same that `npm start` runs. */
async function postgresTools() {
  const { build } = await import('esbuild')
  const file = join(root, 'node_modules', '.cache', 'zhaoming', `postgres-${process.pid}.mjs`)
  mkdirSync(join(file, '..'), { recursive: true })
  try {
    await build({
      ...bundling,
      stdin: {
        contents: `export * from '#kit/postgres/start.ts'
          export { choosePlace } from '#kit/postgres/place.ts'
          export { endPostmaster, findPostmaster } from '#kit/postgres/leftovers.ts'
          export { openDataFolder } from '#kit/dataFolder.ts'`,
        resolveDir: join(root, 'src'),
      },
      sourcemap: 'inline',
      outfile: file,
    })
    return await import(pathToFileURL(file).href)
  } finally {
    rmSync(file, { force: true })
  }
}

/** Runs killed outright leave their database behind; their lock tells that nobody needs it any more. */
async function sweepKilledRuns(tools) {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue
    const folder = join(tmpdir(), name)
    try {
      const data = await tools.openDataFolder(folder, { log: say })
      const place = tools.choosePlace(data.path)
      const server = tools.findPostmaster(place)
      if (server !== null) await tools.endPostmaster(server)
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // in use by another run, or another user's
    }
  }
}

async function startDatabase() {
  const tools = await postgresTools()
  await sweepKilledRuns(tools)
  const binaries = flag('--debian-postgresql') ? await debianPostgres() : undefined
  const folder = mkdtempSync(join(tmpdir(), prefix))
  chmodSync(folder, 0o711)
  const data = await tools.openDataFolder(folder, { log: say })
  const postgres = await tools.startPostgres({
    folder: data.path,
    log: say,
    binaries,
    // Thrown away after the run, so that durability would only cost time; the product's own settings are tested apart.
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' },
    onLost: error => say(error.message),
  })
  stopDatabase = async () => {
    stopDatabase = async () => {}
    await postgres.stop()
    data.release()
    rmSync(folder, { recursive: true, force: true })
  }
  say(`测试数据库：${binaries ?? '内置 PostgreSQL'}`)
  return { url: postgres.url, folder }
}

async function runVitest({ url, folder }) {
  const report = join(folder, 'report.json')
  const code = await run(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...filters,
    ],
    { env: { ZHAOMING_TEST_DATABASE: url, NODE_ENV: 'test' } },
  )
  return summary(readJson(report), code)
}

function summary(report, code) {
  if (report === undefined)
    return { passed: 0, failures: [interrupted ? '测试被中断' : 'vitest 没有留下结果（原因见上）'] }
  const failures = []
  for (const file of report.testResults) {
    const failed = file.assertionResults.filter(test => test.status === 'failed')
    const name = relative(root, file.name)
    for (const test of failed) failures.push(`${name} › ${test.fullName}`)
    // A file that could not be loaded holds no tests, and must not pass for that.
    if (file.status === 'failed' && failed.length === 0) failures.push(`${name}（未能载入或收尾失败）`)
  }
  if (code !== 0 && failures.length === 0 && report.numPassedTests > 0)
    failures.push('测试之外的错误（见上）')
  return { passed: report.numPassedTests, failures }
}
