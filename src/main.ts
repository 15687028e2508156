import { cipherNames, type CipherName } from '#kit/ciphers.ts'
import { OperatorError } from '#kit/errors.ts'
import { projectRoot } from '#kit/projectRoot.ts'
import { readMailSettings, type MailSettings } from '#kit/mail.ts'
import { readOrigins } from '#outreach/webhook/target.ts'
import { usualFontFolders } from '#kit/fonts.ts'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { readFile } from 'node:fs/promises'

/** Everything the product takes from its surroundings, read here once. The README lists them. */
export type Settings = {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly demo: boolean
  readonly publicUrl: string | null
  /** Where e-mail goes out (SMTP_URL, MAIL_FROM); null: subscriptions by e-mail are not offered. */
  readonly mail: MailSettings | null
  /** Origins of the intranet to which changes may be pushed (WEBHOOK_ORIGINS); public ones need no listing. */
  readonly webhookOrigins: ReadonlySet<string>
  /** Origins at which addresses that business systems report are looked at (LINK_ORIGINS); none: no other site is asked for anything. */
  readonly linkOrigins: ReadonlySet<string>
  readonly trustProxy: boolean
  /** What personal data is kept with (CIPHER); null: as the keys of the data folder say. */
  readonly cipher: CipherName | null
  /** Folders searched for Chinese fonts. */
  readonly fonts: readonly string[]
  readonly services: ReadonlySet<'portal' | 'office' | 'worker'>
  readonly root: string
}

const serviceNames = ['portal', 'office', 'worker'] as const

export function readSettings(env: Readonly<Record<string, string | undefined>>, root: string): Settings {
  const faults: string[] = []
  const port = Number(env.PORT ?? '8080')
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    faults.push(`PORT 应为0到65535的整数，现在是“${env.PORT}”`)
  const dataDir = env.DATA_DIR?.trim() || join(root, 'data')
  const databaseUrl = env.DATABASE_URL?.trim() || null
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl))
    faults.push('DATABASE_URL 应以 postgres:// 开头，例如 postgres://管理员:口令@127.0.0.1:5432/zhaoming')
  const publicUrl = env.PUBLIC_URL?.trim().replace(/\/$/, '') || null
  if (publicUrl && !URL.canParse(publicUrl)) faults.push(`PUBLIC_URL 应是完整的网址，现在是“${publicUrl}”`)
  const services = (env.SERVICES?.trim() || serviceNames.join(',')).split(',').map(s => s.trim())
  for (const s of services)
    if (!(serviceNames as readonly string[]).includes(s))
      faults.push(`SERVICES 只能含${serviceNames.join('、')}，现在有“${s}”`)
  const cipher = env.CIPHER?.trim().toLowerCase() || null
  if (cipher !== null && !(cipherNames as readonly string[]).includes(cipher))
    faults.push(`CIPHER 只能是 sm4（国密）或者 aes，现在是“${env.CIPHER}”`)
  const mail = readMailSettings(env.SMTP_URL, env.MAIL_FROM)
  faults.push(...mail.faults)
  const webhooks = readOrigins(env.WEBHOOK_ORIGINS, 'WEBHOOK_ORIGINS')
  const links = readOrigins(env.LINK_ORIGINS, 'LINK_ORIGINS')
  faults.push(...webhooks.faults, ...links.faults)
  if (faults.length > 0) throw new OperatorError(`启动参数有误：${faults.join('；')}。`, 2)
  return {
    port,
    host: env.HOST?.trim() || '::',
    dataDir: isAbsolute(dataDir) ? dataDir : resolve(dataDir),
    databaseUrl,
    demo: !/^(off|no|0|false)$/i.test(env.DEMO ?? ''),
    publicUrl,
    mail: mail.settings,
    webhookOrigins: webhooks.origins,
    linkOrigins: links.origins,
    cipher: cipher as CipherName | null,
    trustProxy: /^(on|yes|1|true)$/i.test(env.TRUST_PROXY ?? ''),
    fonts: env.FONTS?.trim() ? env.FONTS.split(delimiter).filter(Boolean) : usualFontFolders(),
    services: new Set(services as (typeof serviceNames)[number][]),
    root,
  }
}

const help = `昭明——应急管理部门政务公开平台

用法：zhaoming <命令> [参数]

  start      启动（npm start）：门户、办公后台、后台任务和内置数据库
  setup      正式使用前建立三员账号（系统管理员、安全保密管理员、审计管理员）
  due        计算期限：zhaoming due --clock R02 --from 2024-09-10 --explain
  verify     校验履历链与发布回执：zhaoming verify；zhaoming verify --receipt 回执.json
  archive    档案移交包：export、check、import
  scan       检查文件里的错别字、个人信息和看不见的内容：zhaoming scan 名单.xlsx
  catalog    读出基层政务公开标准目录、与国家目录比照：zhaoming catalog check 目录.xlsx --against disaster-relief
  report     年度报告的表：zhaoming report annual --year 2025 --body 网址名
  request    读出、导入以前的依申请公开登记簿：zhaoming request import 登记簿.xlsx --body 网址名
  export     把全部公开记录写成网页文件：zhaoming export --out 目录
  keys       加密个人信息的密钥：更换、重新加密全部（SM4、AES）
  subscriptions  邮件订阅的对账：应发、已发、失败、不发
  drawings   由流程表重新生成 docs/drawings
  help       显示本说明

环境变量：PORT（默认8080）、HOST、DATA_DIR（默认 ./data）、DATABASE_URL、DEMO（off 为正式环境）、PUBLIC_URL、TRUST_PROXY、SERVICES、CIPHER（个人信息用 sm4 或 aes 加密）、FONTS（字体目录）、SMTP_URL 与 MAIL_FROM（发邮件）、WEBHOOK_ORIGINS（可以推送变化的内网地址）、LINK_ORIGINS（可以去查报送的网址还在不在的网站，不写就不去查）。
`

/** The product's one entry: `argv` are the words after `zhaoming`. Returns the exit code. */
export async function main(argv: string[]): Promise<number> {
  const [command = 'help', ...rest] = argv
  const settings = () => readSettings(process.env, projectRoot())
  const io = {
    out: (text: string) => void process.stdout.write(`${text}\n`),
    err: (text: string) => void process.stderr.write(`${text}\n`),
    readFile: (path: string) => readFile(path, 'utf8'),
  }
  switch (command) {
    case 'start': {
      const { start } = await import('./commands/start.ts')
      return start(settings(), rest)
    }
    case 'setup': {
      const { setup } = await import('./commands/setup.ts')
      return setup(settings(), rest)
    }
    case 'due': {
      const { due } = await import('./commands/due.ts')
      return due(rest, { ...io, dataDir: settings().dataDir })
    }
    case 'verify': {
      const { runVerify } = await import('./commands/runVerify.ts')
      return runVerify(settings(), rest, io)
    }
    case 'archive': {
      const { runArchive } = await import('./commands/runArchive.ts')
      return runArchive(settings(), rest, io)
    }
    case 'scan': {
      const { scan } = await import('./commands/scan.ts')
      return scan(rest, io)
    }
    case 'catalog': {
      const { catalog } = await import('./commands/catalog.ts')
      const input = async () => {
        const chunks: Buffer[] = []
        for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
        return new Uint8Array(Buffer.concat(chunks))
      }
      return catalog(rest, { ...io, input })
    }
    case 'report': {
      const { report } = await import('./commands/report.ts')
      const { reachDatabase } = await import('./commands/reach.ts')
      const { systemNow } = await import('#kit/now.ts')
      return report(rest, { ...io, now: systemNow, connect: () => reachDatabase(settings()) })
    }
    case 'request': {
      const { request } = await import('./commands/request.ts')
      const { reachDatabase } = await import('./commands/reach.ts')
      const { systemNow } = await import('#kit/now.ts')
      return request(rest, {
        ...io,
        readBytes: path => readFile(path),
        now: systemNow,
        connect: () => reachDatabase(settings()),
      })
    }
    case 'export': {
      const { runExport } = await import('./commands/export.ts')
      return runExport(settings(), rest, io)
    }
    case 'keys': {
      const { runKeys } = await import('./commands/runKeys.ts')
      return runKeys(settings(), rest, io)
    }
    case 'subscriptions': {
      const { subscriptions } = await import('./commands/subscriptions.ts')
      const { reachDatabase } = await import('./commands/reach.ts')
      return subscriptions({ ...io, connect: () => reachDatabase(settings()) })
    }
    case 'drawings': {
      const { drawings } = await import('./commands/drawings.ts')
      return drawings(projectRoot())
    }
    case 'help':
    case '--help':
    case '-h':
      io.out(help)
      return 0
    default:
      io.err(`没有“${command}”这个命令。\n\n${help}`)
      return 2
  }
}
