import type { Step } from '#kit/workflow.ts'
import type { DocumentRole, State } from './states.ts'

type Steps = { readonly [S in State]?: { readonly [verb: string]: Step<State, DocumentRole> } }

const back = {
  label: '退回修改',
  reason: 'required',
  basis: ['吉林/一(二)', '80号/一(一)'],
} as const
const toDrafter = {
  ...back,
  to: 'draft',
  effect: '公文连同退回理由回到拟稿人处，修改后须重新送审。',
} as const
const toEarlier = {
  ...back,
  effect: '公文连同退回理由回到所选的环节；退回拟稿的，修改后须重新送审。',
} as const

/** Who may enter a decision that was taken on paper (补录). */
const clerks = ['opennessOfficer', 'publisher'] as const

/** Who may have touched it before and may therefore not be the next pair of eyes. */
const drafted = ['draft', 'submit'] as const

/** From the drafting form to the signature (390号文 四(一)1–3、五(三)). */
export const reviewSteps = {
  draft: {
    submit: {
      to: 'department-review',
      by: ['drafter'],
      own: true,
      label: '送审',
      basis: ['390号/四(一)1', '吉林/一(二)'],
      effect: '送本部门负责人审核；送审后正文不能再改，未被审核前可以取回。',
    },
    cancel: {
      to: 'cancelled',
      by: ['drafter'],
      own: true,
      label: '作废',
      reason: 'required',
      basis: ['条例/45'],
      effect: '这件公文不再办理，履历保留；已占用的文号登记为作废，不再使用。',
      weighty: true,
    },
  },
  'department-review': {
    recall: {
      to: 'draft',
      by: ['drafter'],
      own: true,
      label: '取回',
      basis: ['390号/四(一)1'],
      effect: '公文回到您手中，可以继续修改；部门负责人的待办随之消失。',
    },
    approve: {
      to: { 'secrecy-review': '可能涉及国家秘密', 'openness-review': '不涉及国家秘密' },
      by: ['departmentHead'],
      notBy: drafted,
      label: '审核通过',
      reason: 'optional',
      basis: ['390号/五(三)', '条例/17'],
      effect: '可能涉密的先送保密机构审查，其余送公开机构审查。',
      paper: clerks,
    },
    askCountersign: {
      to: 'countersign',
      by: ['departmentHead'],
      label: '请其他部门会签',
      reason: 'optional',
      basis: ['390号/五(三)', '条例/11'],
      effect: '所选部门的负责人同时收到会签待办；全部会签后回到您这里。',
    },
    publishEmergency: {
      to: 'emergency-review',
      by: ['publisher'],
      notBy: drafted,
      label: '突发事件先行发布',
      basis: ['突发事件应对法/7(1)', '条例/20(12)'],
      effect:
        '公众立即可以看到；公开审查和领导追认随后补办，逾期逐级提醒，不予追认的撤回。只用于突发事件信息，须先取得领导口头同意。',
      weighty: true,
    },
    return: { ...toDrafter, by: ['departmentHead'], paper: clerks },
  },
  countersign: {
    countersign: {
      to: { countersign: '还有部门没有会签', 'department-review': '各部门均已会签' },
      by: ['departmentHead'],
      asked: true,
      label: '会签',
      reason: 'required',
      basis: ['390号/五(三)', '条例/11'],
      effect: '您的意见存入履历；最后一个部门会签后，公文回到主办部门。',
      paper: clerks,
    },
    endCountersign: {
      to: 'department-review',
      by: ['departmentHead'],
      label: '结束会签',
      reason: 'required',
      basis: ['390号/五(三)'],
      effect: '不再等待尚未会签的部门，理由存入履历。',
    },
  },
  'secrecy-review': {
    clear: {
      to: 'openness-review',
      by: ['secrecyOfficer'],
      notBy: drafted,
      label: '审查认定不涉密',
      reason: 'required',
      basis: ['390号/四(一)2', '390号/五(三)', '保密法/35'],
      effect: '您的姓名、时间和意见作为保密审查结论存入履历；公文转公开机构审查。',
      paper: clerks,
    },
    refer: {
      to: 'secrecy-referral',
      by: ['secrecyOfficer'],
      label: '报请有权机关确定',
      reason: 'required',
      basis: ['390号/五(三)', '保密法实施条例/25'],
      effect: '本单位保密机构不能确定的，报请有权确定的机关；在系统外行文，结果回来后登记。',
    },
    findSecret: {
      to: 'removed',
      by: ['secrecyOfficer'],
      notBy: drafted,
      label: '认定涉密，清除内容',
      reason: 'required',
      basis: ['保密法/31(3)', '保密法/29'],
      effect:
        '标题、正文、附件立即从本系统清除，只留下“已清除”的记录；请转涉密系统办理。意见中不要写涉密内容。',
      weighty: true,
    },
    return: { ...toDrafter, by: ['secrecyOfficer'], label: '退回', paper: clerks },
  },
  'secrecy-referral': {
    determineOpen: {
      to: 'openness-review',
      by: ['secrecyOfficer'],
      notBy: drafted,
      label: '登记：确定不涉密',
      reason: 'required',
      basis: ['390号/五(三)', '保密法实施条例/25'],
      effect: '有权机关的意见、机关名称和日期存入履历；公文转公开机构审查。',
    },
    determineSecret: {
      to: 'removed',
      by: ['secrecyOfficer'],
      notBy: drafted,
      label: '登记：确定涉密，清除内容',
      reason: 'required',
      basis: ['保密法/31(3)', '保密法实施条例/25'],
      effect:
        '标题、正文、附件立即从本系统清除，只留下“已清除”的记录；请转涉密系统办理。意见中不要写涉密内容。',
      weighty: true,
    },
  },
  'openness-review': {
    askSecrecy: {
      to: 'secrecy-review',
      by: ['opennessOfficer'],
      notBy: drafted,
      label: '提请保密审查',
      reason: 'required',
      basis: ['390号/五(三)', '条例/17'],
      effect: '先由保密机构审定是否涉密，再回到公开审查。',
    },
    consult: {
      to: 'openness-consult',
      by: ['opennessOfficer'],
      label: '与业务主管部门研究',
      reason: 'required',
      basis: ['390号/五(三)'],
      effect: '不涉密但拿不准是否适宜公开的，先与有关业务主管部门研究；意见回来后登记。',
    },
    referOpenness: {
      to: 'openness-referral',
      by: ['opennessOfficer'],
      label: '报同级公开主管部门确定',
      reason: 'required',
      basis: ['390号/五(三)', '条例/17'],
      effect: '研究后仍不能确定的，报同级政府信息与政务公开主管部门确定；结果回来后登记。',
    },
    agree: {
      to: { 'legality-review': '行政规范性文件', signature: '其他公文' },
      by: ['opennessOfficer'],
      notBy: drafted,
      label: '同意公开属性',
      reason: 'optional',
      basis: ['390号/四(一)2', '条例/17'],
      effect: '规范性文件转合法性审查，其他公文送领导签发。',
      paper: clerks,
    },
    return: {
      ...toEarlier,
      to: { draft: '退回拟稿人', 'department-review': '退回部门审核' },
      by: ['opennessOfficer'],
      paper: clerks,
    },
  },
  'openness-consult': {
    recordOpinion: {
      to: 'openness-review',
      by: ['opennessOfficer'],
      label: '登记业务主管部门意见',
      reason: 'required',
      basis: ['390号/五(三)'],
      effect: '意见、部门名称和日期存入履历，公文回到公开审查。',
    },
  },
  'openness-referral': {
    recordDetermination: {
      to: 'openness-review',
      by: ['opennessOfficer'],
      label: '登记主管部门的确定意见',
      reason: 'required',
      basis: ['390号/五(三)', '条例/17'],
      effect: '确定意见、部门名称和日期存入履历，公文回到公开审查。',
    },
  },
  'legality-review': {
    pass: {
      to: 'signature',
      by: ['legalReviewer'],
      notBy: drafted,
      label: '合法性审查通过',
      reason: 'required',
      basis: ['吉林/一(二)', '115号(2018)/审核时限'],
      effect: '审查意见存入履历，公文送领导签发。',
      paper: clerks,
    },
    return: {
      ...toEarlier,
      to: { draft: '退回拟稿人', 'openness-review': '退回公开审查' },
      by: ['legalReviewer'],
      paper: clerks,
    },
  },
  signature: {
    sign: {
      to: 'numbering',
      by: ['leader'],
      notBy: drafted,
      label: '签发',
      reason: 'optional',
      basis: ['390号/五(三)', '党政机关公文处理工作条例/签发'],
      effect: '正文内容按此刻的样子固定（记录内容指纹），转编号印发。',
      paper: clerks,
    },
    return: {
      ...toEarlier,
      to: {
        draft: '退回拟稿人',
        'department-review': '退回部门审核',
        'openness-review': '退回公开审查',
      },
      by: ['leader'],
      paper: clerks,
    },
  },
} as const satisfies Steps
