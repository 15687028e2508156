import { z } from 'zod'
import { begin, type Done } from '#kit/act.ts'
import type { Actor, HeldRole } from '#kit/actor.ts'
import { Refused, type Reason } from '#kit/errors.ts'
import { readForm } from '#kit/form.ts'
import { holdersIn, notify } from '#people/directory.ts'
import type { RequestHouse } from '../actions/deed.ts'
import { letterForm } from '../letters/forms.ts'
import { templateFaults } from '../letters/model.ts'
import { pendingProposal } from '../store/proposals.ts'
import { putSettings, settingRow } from '../store/settingRow.ts'
import { changeBetween, plainKeys } from './model.ts'
import { propose, waiting } from './proposals.ts'

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
  repeatAfter: whole(2, 50, '提示转为主动公开的人数'),
  identityDays: whole(0, 3650, '身份证明的保留天数'),
  personalDays: whole(0, 36_500, '个人信息的保留天数'),
  online: z.boolean().default(true),
  contact: line(300, '联系方式'),
  templates: z.record(z.string().max(40), z.string().trim().max(20_000)).default({}),
})

/** Who may set: the openness officer, and the system administrator, who sees no case. Undefined: nobody of this body. */
export const setter = (actor: Actor, bodyId: number) =>
  actor.roles.find(r => r.bodyId === bodyId && ['opennessOfficer', 'systemAdmin'].includes(r.role))

/**
 * 本机关设置: all of it at once, with a reason. What one person may change holds at once, goes into the history before and after, and
 * leaders are told; places of remedy, texts of papers and terms of keeping wait for a leader (`proposed`). Throws Refused: not for this
 * role, somebody else was first, another change waits, a text of a paper that leaves out what the law asks for.
 */
export async function setSettings(
  house: RequestHouse,
  actor: Actor,
  bodyId: number,
  value: unknown,
): Promise<{ readonly set: Done | null; readonly proposed: Done | null }> {
  const role = setter(actor, bodyId)
  if (!role) throw new Refused('forbidden', '依申请公开的设置由公开工作机构或者系统管理员调整。')
  const form = readForm(settingForm, value ?? {})
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
  const now = await settingRow(house.db, bodyId)
  if (now.version !== form.version) throw new Refused('stale', stale)
  const change = changeBetween(now, { ...form, templates })
  const isPlain = plainKeys.some(key => now[key] !== form[key])
  if (!change && !isPlain)
    throw new Refused('invalid', '没有改动任何一项，不用保存。请改好以后再保存，您写的理由还在。')
  if (change && (await pendingProposal(house.db, bodyId))) throw new Refused('not-now', waiting)
  const set = isPlain ? await setPlain(house, actor, role, bodyId, form) : null
  const proposed = change ? await propose(house, { actor, role, bodyId, reason: form.reason }, change) : null
  return { set, proposed }
}

const stale = '设置刚刚被别人改过，请刷新后再改；您填的内容还在本页。'

function setPlain(
  house: RequestHouse,
  actor: Actor,
  role: HeldRole,
  bodyId: number,
  form: z.infer<typeof settingForm>,
): Promise<Done> {
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
      if (before.version !== form.version) throw new Refused('stale', stale)
      const changes = plainKeys.filter(key => before[key] !== form[key])
      const after = Object.fromEntries(changes.map(key => [key, form[key]]))
      await putSettings(trx, bodyId, { ...before, ...after, version: before.version + 1 })
      const leaders = (await holdersIn(trx, [bodyId])).filter(h => h.role === 'leader')
      await notify(
        trx,
        leaders.map(h => h.staffId),
        {
          kind: 'request-setting',
          subject: bodyId,
          text: `${actor.name}调整了依申请公开的设置（${changes.length}项）：${form.reason}`,
          at,
        },
      )
      return {
        id: bodyId,
        state: 'set',
        data: { before: Object.fromEntries(changes.map(key => [key, before[key]])), after },
      }
    },
  )
}
