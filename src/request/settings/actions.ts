import { z } from 'zod'
import { begin, type Done } from '#kit/act.ts'
import type { Actor } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { holdersIn, notify } from '#people/directory.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { letterForm } from '../letters/forms.ts'
import { templateFaults } from '../letters/model.ts'
import { putSettings, settingRow, type SettingRow } from '../store/settingRow.ts'

const line = (most: number, name: string) =>
  z.string().trim().max(most, `${name}最多${most}个字。`).default('')
const whole = (least: number, most: number, name: string) =>
  z
    .number(`请填写${name}。`)
    .int(`${name}应为整数。`)
    .min(least, `${name}不能少于${least}。`)
    .max(most, `${name}不能多于${most}。`)

export const settingForm = z.object({
  version: z.number('缺少版本号，请刷新页面。').int().min(0),
  reason: z.string('请写明为什么调整。').trim().min(2, '请写明为什么调整。').max(500, '最多500个字。'),
  series: z
    .string()
    .trim()
    .max(20, '机关代字最多20个字。')
    .regex(/^[\p{Script=Han}A-Za-z0-9]*$/u, '机关代字只能是汉字、字母和数字，不带〔〕和“号”。')
    .default(''),
  reviewBody: line(100, '复议机关'),
  court: line(100, '人民法院'),
  onlineReview: line(200, '复议互联网渠道').refine(
    t => t === '' || /^https?:\/\/[^\s<>"]+$/.test(t),
    '复议互联网渠道应是以 http:// 或 https:// 开头的网址。',
  ),
  queryReviewFirst: z.boolean().default(false),
  supplementDays: whole(1, 60, '补正期限'),
  taskDays: whole(1, 20, '部门反馈期限'),
  confirmDays: whole(1, 20, '网上申请的确认期限'),
  identityDays: whole(0, 3650, '身份证明的保留天数'),
  personalDays: whole(0, 36_500, '个人信息的保留天数'),
  online: z.boolean().default(true),
  contact: line(300, '联系方式'),
  templates: z.record(z.string().max(40), z.string().trim().max(20_000)).default({}),
})

/** Who may set: the openness officer, and the system administrator, who sees no case. Undefined: nobody of this body. */
export const setter = (actor: Actor, bodyId: number) =>
  actor.roles.find(r => r.bodyId === bodyId && ['opennessOfficer', 'systemAdmin'].includes(r.role))

const shown = [
  'series',
  'reviewBody',
  'court',
  'onlineReview',
  'queryReviewFirst',
  'supplementDays',
  'taskDays',
  'confirmDays',
  'identityDays',
  'personalDays',
  'online',
  'contact',
] as const

/**
 * 本机关设置: all of it at once, with a reason; what it was and what it became go into the history, leaders are told. Throws Refused:
 * not for this role, somebody else was first, a text of a paper that leaves out what the law asks for.
 */
export async function setSettings(
  house: RequestHouse,
  actor: Actor,
  bodyId: number,
  value: unknown,
): Promise<Done> {
  const role = setter(actor, bodyId)
  if (!role) throw new Refused('forbidden', '依申请公开的设置由公开工作机构或者系统管理员调整。')
  const parsed = settingForm.safeParse(value ?? {})
  if (!parsed.success)
    throw new Refused(
      'invalid',
      parsed.error.issues.map(i => ({ field: i.path.join('.') || undefined, text: i.message })),
    )
  const form = parsed.data
  const reasons: Reason[] = []
  const templates: Record<string, string> = {}
  for (const [code, text] of Object.entries(form.templates)) {
    const known = letterForm(code)
    if (!known) reasons.push({ field: 'templates', text: `没有编号为“${code}”的文书。` })
    else if (text !== '' && text !== known.text.trim()) {
      templates[code] = text
      for (const fault of templateFaults(known, text))
        reasons.push({ field: `templates.${code}`, text: fault, basis: known.basis[0] })
    }
  }
  if (reasons.length > 0) throw new Refused('invalid', reasons)
  return begin(
    house,
    {
      kind: 'request-setting',
      verb: 'set',
      bodyId,
      actor,
      role: role.role,
      reason: form.reason,
    },
    async (trx, at) => {
      const before = await settingRow(trx, bodyId, true)
      if (before.version !== form.version)
        throw new Refused('stale', '设置刚刚被别人改过，请刷新后再改；您填的内容还在本页。')
      const after: SettingRow = { ...form, templates, version: form.version + 1 }
      await putSettings(trx, bodyId, after)
      const changes = shown.filter(key => before[key] !== after[key])
      const papers = [...new Set([...Object.keys(before.templates), ...Object.keys(templates)])].filter(
        code => before.templates[code] !== templates[code],
      )
      const leaders = (await holdersIn(trx, [bodyId])).filter(h => h.role === 'leader')
      await notify(
        trx,
        leaders.map(h => h.staffId),
        {
          kind: 'request-setting',
          subject: bodyId,
          text: `${actor.name}调整了依申请公开的设置（${changes.length + papers.length}项）：${form.reason}`,
          at,
        },
      )
      return {
        id: bodyId,
        state: 'set',
        data: {
          before: Object.fromEntries(changes.map(key => [key, before[key]])),
          after: Object.fromEntries(changes.map(key => [key, after[key]])),
          papers,
        },
      }
    },
  )
}
