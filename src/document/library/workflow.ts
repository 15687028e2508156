import type { Step, Workflow } from '#kit/workflow.ts'
import type { DocumentRole, State } from '../workflow.ts'

const drafted = ['draft', 'submit'] as const

/**
 * 立改废 after publication: what may still be said of a public document without touching its text (上海 一(二): 显著标识有效性、
 * 动态更新). The document stays published; every step makes a new revision with a public note.
 */
export const libraryWorkflow = {
  published: {
    relate: {
      to: 'published',
      by: ['publisher', 'opennessOfficer', 'legalReviewer'],
      notBy: drafted,
      label: '登记与其他文件的关系',
      reason: 'required',
      basis: ['上海/一(二)', '37号(2018)/动态更新'],
      effect:
        '两件文件的公开页面同时显示这个关系；修改、废止、替代的，对方的有效性按日期随之变化；解读不改变对方的有效性。',
      weighty: true,
    },
    unrelate: {
      to: 'published',
      by: ['publisher', 'opennessOfficer', 'legalReviewer'],
      notBy: drafted,
      label: '撤销登记错的关系',
      reason: 'required',
      basis: ['条例/6(2)', '上海/一(二)'],
      effect: '两件文件的公开页面同时去掉这个关系，对方的有效性恢复；更正说明公众可以看到。',
      weighty: true,
    },
    extend: {
      to: 'published',
      by: ['publisher', 'opennessOfficer', 'legalReviewer'],
      notBy: drafted,
      label: '续期或登记有效期',
      reason: 'required',
      basis: ['地方规范性文件规定/评估', '上海/一(二)'],
      effect: '公开页面的有效期改为新的日期，附上给公众看的说明；原来的版本留在更新记录里。',
      weighty: true,
    },
    end: {
      to: 'published',
      by: ['publisher', 'legalReviewer'],
      notBy: drafted,
      label: '废止或宣布失效',
      reason: 'required',
      basis: ['地方规范性文件规定/制定权限', '上海/一(二)'],
      effect: '文件仍在原地址，页首标明废止或失效；检索和列表随之更新。由新文件废止的，请办理“登记关系”。',
      weighty: true,
    },
  },
} as const satisfies Partial<Workflow<State, DocumentRole>>

export const libraryVerbs = ['relate', 'unrelate', 'extend', 'end'] as const
export type LibraryVerb = (typeof libraryVerbs)[number]

/** Who may set what his body decides for itself. */
export const ruleSetting = {
  to: 'set',
  by: ['opennessOfficer', 'legalReviewer'],
  label: '设定本机关规则',
  basis: ['地方规范性文件规定/有效期', '地方规范性文件规定/备案'],
  effect: '此后办理的文件按新规则核对；已经登记的有效期不变。',
} as const satisfies Step<'set', DocumentRole>

const consequences: Record<string, string> = {
  changedBy: '被其他文件修改、废止或替代',
  changeEnded: '撤销被修改、废止或替代',
  apply: '按清理或评估结论更新有效性',
  interpretedBy: '关联解读',
  interpretationEnded: '撤销关联的解读',
  turn: '按日期变更有效性',
  set: ruleSetting.label,
}

/** The label of a verb of the library in a document's history; null for a verb that is none of its. */
export function labelOfLibrary(verb: string): string | null {
  if (Object.hasOwn(libraryWorkflow.published, verb))
    return libraryWorkflow.published[verb as LibraryVerb].label
  return consequences[verb] ?? null
}
