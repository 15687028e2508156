import { z } from 'zod'
import { isDay } from '#law/day.ts'

/** Roles of the work itself: who drafts, reviews, signs, publishes. */
export const businessRoles = [
  'drafter',
  'departmentHead',
  'opennessOfficer',
  'secrecyOfficer',
  'legalReviewer',
  'leader',
  'publisher',
] as const
export type BusinessRole = (typeof businessRoles)[number]

/** 三员: an account holds at most one of them, and then no role of the work (GB/T 22239 安全管理机构). */
export const administratorRoles = ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const
export type AdministratorRole = (typeof administratorRoles)[number]

export const roles = [...businessRoles, ...administratorRoles] as const
export type Role = (typeof roles)[number]

export const roleLabels: Record<Role, string> = {
  drafter: '拟稿人',
  departmentHead: '部门负责人',
  opennessOfficer: '公开审查员',
  secrecyOfficer: '保密审查员',
  legalReviewer: '合法性审核员',
  leader: '签发领导',
  publisher: '编号发布员',
  systemAdmin: '系统管理员',
  securityAdmin: '安全保密管理员',
  auditAdmin: '审计管理员',
}

/** Whether a role is held for one department or for the whole body. */
export const roleScopes: Record<Role, 'department' | 'body' | 'either'> = {
  drafter: 'either',
  departmentHead: 'department',
  opennessOfficer: 'body',
  secrecyOfficer: 'body',
  legalReviewer: 'body',
  leader: 'body',
  publisher: 'body',
  systemAdmin: 'body',
  securityAdmin: 'body',
  auditAdmin: 'body',
}

export function isRole(role: string): role is Role {
  return (roles as readonly string[]).includes(role)
}

export function isAdministratorRole(role: string): role is AdministratorRole {
  return (administratorRoles as readonly string[]).includes(role)
}

export function isBusinessRole(role: string): role is BusinessRole {
  return (businessRoles as readonly string[]).includes(role)
}

export function labelOfRole(role: string): string {
  return isRole(role) ? roleLabels[role] : role
}

/** From the ministry down: a body's level is always further down than that of the body above it. */
export const levels = ['ministry', 'province', 'city', 'county', 'township'] as const
export type Level = (typeof levels)[number]
export const levelLabels: Record<Level, string> = {
  ministry: '部级',
  province: '省级',
  city: '市级',
  county: '县级',
  township: '乡镇（街道）级',
}

export const duties = ['general', 'openness', 'secrecy', 'legal', 'business'] as const
export type Duty = (typeof duties)[number]
export const dutyLabels: Record<Duty, string> = {
  general: '综合',
  openness: '政务公开',
  secrecy: '保密',
  legal: '法制',
  business: '业务',
}

/**
 * What the three administrators may do about people, each in his own body and the bodies below it. Nobody else may do
 * any of it; what is not in the table, nobody may do.
 */
export const powers = {
  listStaff: { label: '查看人员', by: administratorRoles },
  createBody: { label: '设立单位', by: ['systemAdmin'] },
  createDepartment: { label: '设立部门', by: ['systemAdmin'] },
  changeBody: { label: '修改、停用单位', by: ['systemAdmin'] },
  changeDepartment: { label: '修改、停用部门', by: ['systemAdmin'] },
  createStaff: { label: '新建账号', by: ['systemAdmin'] },
  disable: { label: '停用账号', by: ['systemAdmin'] },
  enable: { label: '启用账号', by: ['systemAdmin'] },
  resetPassword: { label: '重置口令', by: ['systemAdmin'] },
  unlock: { label: '解除锁定', by: ['systemAdmin'] },
  listGrants: { label: '查看授权', by: ['securityAdmin', 'auditAdmin'] },
  grant: { label: '授予角色', by: ['securityAdmin'] },
  activate: { label: '激活授权', by: ['securityAdmin'] },
  revoke: { label: '收回授权', by: ['securityAdmin'] },
  clearTotp: { label: '解除动态口令', by: ['securityAdmin'] },
  audit: { label: '查阅审计记录', by: ['auditAdmin'] },
  auditAuditors: { label: '查阅审计管理员的操作', by: ['securityAdmin', 'auditAdmin'] },
} as const satisfies Record<string, { label: string; by: readonly AdministratorRole[] }>
export type Power = keyof typeof powers

export const grantStates = ['pending', 'active', 'revoked'] as const
export type GrantState = (typeof grantStates)[number]
export const grantStateLabels: Record<GrantState, string> = {
  pending: '待激活',
  active: '已生效',
  revoked: '已收回',
}

export function grantStateOf(row: { activatedAt: unknown; revokedAt: unknown }): GrantState {
  return row.revokedAt ? 'revoked' : row.activatedAt ? 'active' : 'pending'
}

/** What the history says about people: kind of subject, verb, words. */
export const eventLabels: Record<string, { label: string; verbs: Record<string, string> }> = {
  session: {
    label: '登录',
    verbs: {
      signIn: '登录成功',
      failSignIn: '登录失败',
      lock: '账号锁定',
      block: '来源地址暂停登录',
      signOut: '退出登录',
      revoke: '注销会话',
    },
  },
  staff: {
    label: '账号',
    verbs: {
      create: '新建账号',
      disable: '停用账号',
      enable: '启用账号',
      resetPassword: '重置口令',
      unlock: '解除锁定',
      changePassword: '修改口令',
      enableTotp: '启用动态口令',
      disableTotp: '停用动态口令',
      clearTotp: '解除动态口令',
    },
  },
  grant: {
    label: '授权',
    verbs: { grant: '授予角色', activate: '激活授权', revoke: '收回授权', appoint: '初始任命' },
  },
  delegation: { label: '代理', verbs: { delegate: '委托代理', end: '终止代理' } },
  body: {
    label: '单位',
    verbs: {
      create: '设立单位',
      change: '修改单位',
      disable: '停用单位',
      enable: '启用单位',
      createDepartment: '设立部门',
      changeDepartment: '修改部门',
      disableDepartment: '停用部门',
      enableDepartment: '启用部门',
    },
  },
  audit: { label: '审计', verbs: { query: '查阅审计记录' } },
}

const text = (name: string, longest: number) =>
  z
    .string({ error: `请填写${name}。` })
    .trim()
    .min(1, { error: `请填写${name}。` })
    .max(longest, { error: `${name}不能超过 ${longest} 字。` })

/** A civil day that exists. */
export const dayForm = z
  .string({ error: '请填写日期。' })
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: '日期应写成 2026-03-02 这样的格式。' })
  .refine(isDay, { error: '没有这一天，请核对日期。' })

/** A password on its way to be checked: what it must be like is said by rules/password.ts, all reasons at once. */
const typedPassword = (name: string) =>
  z
    .string({ error: `请输入${name}。` })
    .min(1, { error: `请输入${name}。` })
    .max(200, { error: `${name}过长。` })

/** Authenticators show “123 456”. */
const withoutSpaces = (code: string) => code.replace(/\s/g, '')

export const signInForm = z.object({
  account: text('账号', 60).transform(account => account.normalize('NFKC').toLowerCase()),
  password: typedPassword('口令'),
  code: z.string().overwrite(withoutSpaces).max(12).optional(),
})
export type SignInForm = z.infer<typeof signInForm>

export const passwordForm = z.object({ current: typedPassword('原口令'), next: typedPassword('新口令') })
export type PasswordForm = z.infer<typeof passwordForm>

export const codeForm = z.object({
  code: z
    .string({ error: '请输入动态口令。' })
    .overwrite(withoutSpaces)
    .regex(/^\d{6}$/, { error: '动态口令是 6 位数字。' }),
})

export const delegationForm = z.object({
  toStaff: z.int({ error: '请选择受托人。' }).positive(),
  fromOn: dayForm,
  untilOn: dayForm,
  reason: text('委托事由', 200),
})
export type DelegationForm = z.infer<typeof delegationForm>

export const accountPattern = /^[a-z][a-z0-9._-]{1,59}$/

export const staffForm = z.object({
  body: z.int({ error: '请选择单位。' }).positive(),
  account: text('账号', 60).regex(accountPattern, {
    error: '账号以小写字母开头，只含小写字母、数字、点、下划线和连字符，2 至 60 位。',
  }),
  name: text('姓名', 40),
  title: z.string().trim().max(60, { error: '职务不能超过 60 字。' }).nullish(),
  department: z.int().positive().nullish(),
})
export type StaffForm = z.infer<typeof staffForm>

export const grantForm = z.object({
  staff: z.int({ error: '请选择人员。' }).positive(),
  role: z.enum(roles, { error: '请选择角色。' }),
  body: z.int({ error: '请选择单位。' }).positive(),
  department: z.int().positive().nullish(),
})
export type GrantForm = z.infer<typeof grantForm>

/** A body's name in addresses of the portal. */
export const slugPattern = /^[a-z][a-z0-9-]{1,39}$/
export const slugText = '网址名以小写字母开头，只含小写字母、数字和连字符，2 至 40 位。'

export const bodyForm = z.object({
  parent: z.int({ error: '请选择上级单位。' }).positive(),
  slug: z.string({ error: '请填写网址名。' }).regex(slugPattern, { error: slugText }),
  name: text('单位名称', 60),
  shortName: text('单位简称', 30),
  level: z.enum(levels, { error: '请选择层级。' }),
  region: z.string().regex(/^\d{6}$/, { error: '行政区划代码是 6 位数字。' }),
  creditCode: z.string().trim().max(40, { error: '统一社会信用代码是 18 位。' }).nullish(),
})
export type BodyForm = z.infer<typeof bodyForm>

export const bodyChangeForm = bodyForm.pick({ name: true, shortName: true, creditCode: true })
export type BodyChangeForm = z.infer<typeof bodyChangeForm>

export const departmentForm = z.object({
  name: text('部门名称', 40),
  duty: z.enum(duties, { error: '请选择部门职能。' }),
})
export type DepartmentForm = z.infer<typeof departmentForm>
