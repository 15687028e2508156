/** Files of a case: what they are kept for. */
export const fileRoles = [
  'identity',
  'application',
  'evidence',
  'consultation',
  'delivery',
  'reply',
  'open-part',
  'message',
] as const
export type FileRole = (typeof fileRoles)[number]
export const fileRoleLabels: Record<FileRole, string> = {
  identity: '身份证明',
  application: '申请书',
  evidence: '检索、审查证据',
  consultation: '征求意见的答复',
  delivery: '送达凭证',
  reply: '答复书盖章件',
  'open-part': '拟公开的部分',
  message: '往来材料',
}
/** What an officer uploads; a message comes with the message. */
export const uploadedRoles = fileRoles.filter(role => role !== 'message')
/** One file; scans of a case are small, whole archives do not belong here. */
export const largestFile = 20 * 1024 * 1024

export type CaseFileView = {
  readonly id: number
  readonly role: FileRole
  readonly roleLabel: string
  readonly name: string
  readonly size: number
  readonly addedAt: string
  readonly by: string | null
  /** The content is gone, its mark stays. */
  readonly deletedAt: string | null
  /** Opened only after saying what for. */
  readonly isPersonal: boolean
  readonly check: {
    readonly clean: boolean
    readonly at: string
    readonly findings: readonly { readonly tier: string; readonly message: string; readonly label: string }[]
    readonly checks: readonly string[]
  } | null
}
