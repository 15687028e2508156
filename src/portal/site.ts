import { z } from 'zod'
import { cleanHost } from './host.tsx'
import { OperatorError } from '#kit/errors.ts'

const text = (max: number) => z.string().trim().min(1).max(max)
const phone = z
  .string()
  .trim()
  .regex(/^[0-9()（）+\-—、；; 转]{3,60}$/, '电话只含数字和连接号')

/** A term of days no longer than the national one, and where it is written. */
const term = (name: string, most: number) =>
  z
    .strictObject({
      days: z
        .int(`${name} 的 days 应为整数`)
        .min(1, `${name} 的 days 至少为 1`)
        .max(most, `${name} 的 days 最多为 ${most}：不能比国家的检查指标宽`),
      source: z
        .string(`${name} 要写明依据（source），如“豫政办〔2025〕1号”`)
        .trim()
        .min(4, `${name} 要写明依据（source），如“豫政办〔2025〕1号”`)
        .max(120),
    })
    .optional()

/** DATA_DIR/site.json: who this site is. Every value is printed as given; what is missing is left out, never invented. */
export const siteConfigSchema = z.strictObject({
  name: text(60),
  idCode: z.string().regex(/^(\d{10}|bm\d{8})$/, '网站标识码应为 10 位数字，或 bm 加 8 位数字'),
  organizer: text(60),
  operator: text(60).optional(),
  address: text(120).optional(),
  postcode: z
    .string()
    .regex(/^\d{6}$/, '邮政编码应为 6 位数字')
    .optional(),
  hours: text(120).optional(),
  phone: phone.optional(),
  dutyPhone: phone.optional(),
  email: z.email('电子邮箱写法不对').optional(),
  icp: text(60).optional(),
  police: z
    .string()
    .regex(/\d{14}/, '公安备案号应含 14 位数字')
    .optional(),
  conacId: z
    .string()
    .regex(/^[0-9A-F]{32}$/i, '党政机关网站标识的编号应为 32 位十六进制')
    .optional(),
  securityContact: z
    .string()
    .regex(/^(mailto:|https:\/\/)/, '安全联系方式应以 mailto: 或 https:// 开头')
    .optional(),
  /** Where the site is a folder of a host site: that one's own head, foot and style sheet around every page (W1). */
  host: z
    .strictObject({
      head: z.string().max(20_000).optional(),
      foot: z.string().max(20_000).optional(),
      stylesheet: z
        .string()
        .regex(/^\/(?!\/)[^\s"<>]+$/, '样式表应是上级门户同一域名下以 / 开头的地址')
        .optional(),
    })
    .optional(),
  /** 栏目的更新时效 where the province asks for shorter terms than the national sheet (record/renewal.ts), each with its source. */
  renewal: z
    .strictObject({ weeks2: term('weeks2', 14), months6: term('months6', 181), year: term('year', 365) })
    .optional(),
  /** Names under which a proxy asks from inside; requests under them are answered, not sent to the main domain. */
  insideNames: z.array(z.string().trim().toLowerCase().min(1).max(253)).max(20).optional(),
})
export type SiteConfig = z.infer<typeof siteConfigSchema>

/** The site as the pages see it. */
export type Site = Omit<SiteConfig, 'idCode'> & {
  readonly idCode: string
  readonly demo: boolean
  /** `https://example.gov.cn` */
  readonly origin: string
  /** '' or `/path` where the site is a folder of a host site. */
  readonly base: string
  readonly domain: string
  /** Its public address was set by the operator: requests under other names are sent to it. */
  readonly isNamed: boolean
}

/** Values of the demonstration: each says of itself that it is one. */
const demoConfig: SiteConfig = {
  name: '昭明应急管理政务公开平台（演示）',
  idCode: '0000000000',
  organizer: '演示单位（非真实机关）',
  address: '演示地址，无实际办公场所',
  postcode: '000000',
  hours: '演示：工作日 8:30—12:00，13:30—17:30',
  phone: '000-00000000',
  dutyPhone: '000-00000000',
  icp: '演示ICP备00000000号-0',
  police: '演示公网安备00000000000000号',
}

/**
 * The site from its configuration. Throws OperatorError with every fault at once; without a configuration only the
 * demonstration can start, because every page must name the site and its code (网页标签 SiteName, SiteDomain, SiteIDCode).
 */
export function makeSite(options: {
  readonly config: unknown
  readonly demo: boolean
  readonly publicUrl: string | null
  /** Where it listens: its address on this machine while it has no public one. */
  readonly port?: number
}): Site {
  const url = new URL(options.publicUrl ?? `http://localhost:${options.port ?? 8080}`)
  const place = {
    demo: options.demo,
    origin: url.origin,
    base: url.pathname.replace(/\/+$/, ''),
    domain: url.hostname,
    isNamed: options.publicUrl !== null,
  }
  if (options.config === undefined || options.config === null) {
    if (options.demo) return { ...demoConfig, ...place }
    throw new OperatorError(
      '正式环境缺少网站标识：请在数据目录写好 site.json（至少 name、idCode、organizer 三项），再启动。',
      2,
    )
  }
  const parsed = siteConfigSchema.safeParse(options.config)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(i => `${i.path.join('.') || '整个文件'}：${i.message}`)
    throw new OperatorError(`site.json 有误：${faults.join('；')}。`, 2)
  }
  const { host, ...rest } = parsed.data
  return { ...rest, ...(host ? { host: cleanHost(host) } : {}), ...place }
}
