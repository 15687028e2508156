import { parseArgs } from 'node:util'
import { openDataFolder } from '#kit/dataFolder.ts'
import { makeDb, makePool } from '#kit/db.ts'
import { OperatorError, Refused } from '#kit/errors.ts'
import { systemNow } from '#kit/now.ts'
import { createFirstAdministrators, resetAdministrator } from '#people/actions/setup.ts'
import { levels, type Level } from '#people/model.ts'
import type { Settings } from '../main.ts'
import { openDatabase } from './database.ts'

const help = `zhaoming setup：正式使用前建立最上级单位和初始管理员（系统管理员、两名安全保密管理员、审计管理员）

  zhaoming setup --name 某县应急管理局 --short-name 某县应急局 --slug mouxian --level county [--region 410821] [--credit-code …]
  zhaoming setup --reset 管理员账号      重置一名管理员的口令（写入履历，并通知其他管理员）

层级 --level：${levels.join('、')}。口令只显示这一次，第一次登录必须修改。请先停止正在运行的昭明，并设置 DEMO=off。
`

type Options = {
  name?: string
  'short-name'?: string
  slug?: string
  level?: string
  region?: string
  'credit-code'?: string
  reset?: string
  help?: boolean
}

/** The first administrators of an installation, or a sealed emergency reset. Exit codes: 0 done, 1 refused, 2 wrong words. */
export async function setup(settings: Settings, argv: string[]): Promise<number> {
  const log = (line: string) => void process.stdout.write(`${line}\n`)
  let options: Options
  try {
    options = parseArgs({
      args: argv,
      options: {
        name: { type: 'string' },
        'short-name': { type: 'string' },
        slug: { type: 'string' },
        level: { type: 'string' },
        region: { type: 'string' },
        'credit-code': { type: 'string' },
        reset: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values
  } catch {
    process.stderr.write(`参数不对。\n\n${help}`)
    return 2
  }
  const missing = (['name', 'slug', 'level'] as const).filter(k => !options[k])
  if (options.help || (!options.reset && missing.length > 0)) {
    ;(options.help ? process.stdout : process.stderr).write(
      options.help ? help : `还缺：${missing.map(m => `--${m}`).join('、')}。\n\n${help}`,
    )
    return options.help ? 0 : 2
  }
  if (options.level && !(levels as readonly string[]).includes(options.level))
    throw new OperatorError(`没有“${options.level}”这个层级，可用：${levels.join('、')}。`, 2)
  const folder = await openDataFolder(settings.dataDir, { log })
  try {
    const database = await openDatabase(settings, folder, log, () => {})
    const pool = makePool({ connection: database.as('office'), size: 2, name: 'zhaoming-setup' })
    const house = { db: makeDb(pool), now: systemNow }
    try {
      if (options.reset) {
        log(`${options.reset}的新口令：${await resetAdministrator(house, options.reset)}`)
        return 0
      }
      const made = await createFirstAdministrators(house, {
        name: options.name!,
        shortName: options['short-name'] ?? options.name!,
        slug: options.slug!,
        level: options.level as Level,
        ...(options.region ? { region: options.region } : {}),
        creditCode: options['credit-code'] ?? null,
      })
      log('已建立初始管理员。口令只显示这一次，请分别交给本人：')
      for (const one of made) log(`  ${one.account.padEnd(16)}${one.password}   ${one.label}（${one.name}）`)
      return 0
    } catch (error) {
      if (error instanceof Refused) throw new OperatorError(error.message)
      throw error
    } finally {
      await pool.end()
      await database.stop()
    }
  } finally {
    folder.release()
  }
}
