import type { Workflow } from '#kit/workflow.ts'
import { requestWorkflow } from './workflow.ts'

export const registerStep = { verb: 'register', label: '登记申请' } as const

/** The word of a verb of this room, for the audit's list. */
export function labelOfRequestVerb(verb: string): string {
  const words: Record<string, string> = {
    register: registerStep.label,
    submit: '网上提交',
    import: '导入历史登记',
    write: '申请人来信',
    recode: '补发查询码',
    forget: '按期删除申请人信息',
    'forget-paper': '按期删除身份证明',
    fetched: '申请人下载了答复',
    reveal: '查看个人信息',
    'save-report': '编写年度报告',
    'enter-year': '填入以前年度的报告',
    'drop-year': '撤去填入的以前年度',
    'send-report': '年度报告送去公开',
    set: '调整设置',
    export: '导出登记簿',
    recalendar: '放假安排变动，期限重算',
    make: '拟文书',
    save: '修改文书',
    finish: '文书定稿',
    drop: '文书作废',
    'fetch-archive': '下载归档包',
    'fetch-letter': '下载文书',
    enter: '登记复议、诉讼',
    defend: '登记已提交答复',
    decide: '登记复议、诉讼结果',
    revise: '更正复议、诉讼结果',
    amend: '更正复议、诉讼登记',
    upload: '上传材料',
    check: '检查拟公开的文件',
    mask: '遮盖个人信息',
    remove: '删除材料',
    'reveal-file': '查看含个人信息的材料',
    'fetch-file': '打开材料',
  }
  if (Object.hasOwn(words, verb)) return words[verb]!
  for (const steps of Object.values(requestWorkflow as Workflow))
    if (Object.hasOwn(steps, verb)) return steps[verb]!.label
  return verb
}
