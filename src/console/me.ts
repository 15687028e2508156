export type Administrator = 'systemAdmin' | 'securityAdmin' | 'auditAdmin'

/** The person at the keyboard, as `GET /api/me` says it. */
export type Me = {
  readonly staff: {
    readonly id: number
    readonly account: string
    readonly name: string
    readonly title: string | null
  }
  readonly body: {
    readonly id: number
    readonly name: string
    readonly shortName: string
    readonly slug: string
  }
  readonly department: { readonly id: number; readonly name: string } | null
  readonly roles: readonly {
    readonly role: string
    readonly label: string
    readonly bodyId: number
    readonly bodyName: string
    readonly departmentId: number | null
    readonly departmentName: string | null
    readonly onBehalfOf: number | null
    readonly onBehalfName: string | null
  }[]
  readonly administrator: Administrator | null
  readonly csrf: string
  readonly mustChange: boolean
  readonly mustChangeWhy: string | null
  readonly totpOn: boolean
  readonly idleMinutes: number
  readonly endsAt: string
  readonly notices: number
  readonly demo: boolean
}

export const administratorLabels: Record<Administrator, string> = {
  systemAdmin: '系统管理员',
  securityAdmin: '安全保密管理员',
  auditAdmin: '审计管理员',
}

export const holds = (me: Me, role: string): boolean => me.roles.some(held => held.role === role)

/** “拟稿人、公布人（代 公布人甲）”: what this person may act as, each word once. */
export function roleWords(me: Me): string {
  const words = me.roles.map(held =>
    held.onBehalfName ? `${held.label}（代${held.onBehalfName}）` : held.label,
  )
  if (me.administrator) words.unshift(administratorLabels[me.administrator])
  return [...new Set(words)].join('、') || '未授予角色'
}
