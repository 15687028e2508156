/** Documents of the demonstration that are not one of the five sources: their titles say 演示, their words are our own. */

export type DemoText = {
  readonly key: string
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly normative?: true
  readonly secrecyDoubt?: true
  readonly attribute?: 'on-request' | 'withheld'
  readonly attributeReason?: string
  readonly ground?: string
  readonly columns: readonly string[]
  readonly urgency?: '加急' | '特急'
}

export const underWay: readonly DemoText[] = [
  {
    key: 'drill-plan',
    title: '关于开展第四季度应急预案演练的通知（演示）',
    paragraphs: [
      '为检验各专项应急预案，定于第四季度组织一次综合演练。现将有关事项通知如下：',
      '一、演练内容。以危险化学品泄漏处置为主，同时检验人员疏散、物资调拨和信息发布。',
      '二、时间安排。具体日期另行通知，演练方案于演练前十个工作日报市局。',
      '三、结果公开。演练结束后，演练情况和评估结论在门户网站公开。',
    ],
    columns: ['emergency'],
  },
  {
    key: 'relief-list',
    title: '关于公布冬春救助工作安排的通知（演示）',
    paragraphs: [
      '为做好受灾群众冬春基本生活救助，现将工作安排通知如下：',
      '一、救助对象由本人申请或村（居）民小组提名，经民主评议、张榜公示、乡镇审核、县级审批后确定。',
      '二、救助款物的来源、数量、分配和使用情况向社会公开，公开名单应当隐去身份证号和银行账号。',
    ],
    columns: ['relief'],
    urgency: '加急',
  },
  {
    key: 'stock',
    title: '关于救灾物资储备库布局情况的通报（演示）',
    paragraphs: [
      '现将全市救灾物资储备库的类别和数量通报如下。',
      '储备库的准确位置和警卫安排不在本通报范围内。',
    ],
    secrecyDoubt: true,
    columns: ['relief'],
  },
  {
    key: 'training',
    title: '关于2026年安全生产培训计划的通知（演示）',
    paragraphs: [
      '现将本年度安全生产培训计划印发你们。',
      '一、主要负责人和安全管理人员培训。',
      '二、特种作业人员培训。',
      '三、报名和证书查询办法在门户网站公布。',
    ],
    columns: ['safety'],
  },
  {
    key: 'discretion',
    title: '焦作市安全生产行政处罚裁量实施办法（演示）',
    paragraphs: [
      '第一条　为规范安全生产行政处罚裁量，制定本办法。',
      '第二条　裁量应当公开、公平、公正，过罚相当。',
      '第三条　裁量基准向社会公布，作为行政处罚的说理依据。',
      '第四条　本办法有效期五年。',
    ],
    normative: true,
    columns: ['normative'],
  },
  {
    key: 'openness-plan',
    title: '关于印发2026年政务公开工作要点的通知（演示）',
    paragraphs: [
      '现将2026年政务公开工作要点印发你们，请认真落实。',
      '一、更新两个领域基层政务公开标准目录。',
      '二、政策文件与解读材料同步起草、同步审签、同步发布。',
      '三、依申请公开全过程留痕。',
    ],
    columns: ['policy'],
  },
  {
    key: 'inspection',
    title: '关于汛期安全检查情况的通报（演示）',
    paragraphs: [
      '汛期前，市局对重点企业和尾矿库开展了检查。',
      '检查发现的问题已交有关单位限期整改，整改结果将继续公开。',
    ],
    columns: ['safety'],
    urgency: '特急',
  },
]

/** Issued so many working days ago and waiting for the publisher: one with time left, one close to its last day. */
export const waiting: readonly (DemoText & { readonly issuedWorkingDaysAgo: number })[] = [
  {
    key: 'community',
    title: '关于公布综合减灾示范社区名单的通知（演示）',
    paragraphs: ['经评定，现公布本年度综合减灾示范社区创建标准和申报办法。', '名单按程序公示后另行公布。'],
    columns: ['relief'],
    issuedWorkingDaysAgo: 6,
  },
  {
    key: 'reporting',
    title: '关于公布安全生产举报渠道的通知（演示）',
    paragraphs: [
      '为方便群众举报事故隐患和违法行为，现公布举报电话、信箱和受理时间。',
      '（演示文件不列真实号码。）',
    ],
    columns: ['safety'],
    issuedWorkingDaysAgo: 18,
  },
  {
    key: 'duty-roster',
    title: '关于调整局机关值班安排的通知（演示）',
    paragraphs: ['现将调整后的值班安排印发各科室。', '值班人员的姓名和联系方式仅限内部使用。'],
    attribute: 'withheld',
    attributeReason: '属于内部管理的值班安排，不涉及公民、法人和其他组织的权利义务。',
    ground: 'E16-1',
    columns: [],
    issuedWorkingDaysAgo: 40,
  },
  {
    key: 'enterprise-files',
    title: '关于重点监管企业基础资料归集的通知（演示）',
    paragraphs: [
      '为掌握重点监管企业情况，请各科室归集企业基础资料。',
      '资料中涉及企业生产工艺的部分，按要求保管。',
    ],
    attribute: 'on-request',
    attributeReason: '只涉及特定企业，有需要的企业可以申请获取。',
    columns: [],
    issuedWorkingDaysAgo: 35,
  },
]

/** Gone the whole way: what a reader finds as published by this product. */
export const published: readonly (DemoText & {
  readonly body: string
  readonly issuedWorkingDaysAgo: number
})[] = [
  {
    key: 'jiaozuo-board',
    body: 'jiaozuo',
    title: '关于政务公开标准目录编制进度的通报（演示）',
    paragraphs: [
      '按照全市安排，各县（市）区应急管理局正在编制安全生产和救灾领域政务公开事项标准目录。现将进度通报如下：',
      '一、已完成编制的，转入本级政府业务部门审核。',
      '二、审核后提出修改意见的，按意见修改完善。',
      '三、经本级政府审核通过的，通过政府网站和政务新媒体公开。',
    ],
    columns: ['catalog'],
    issuedWorkingDaysAgo: 9,
  },
  {
    key: 'jiaozuo-winter',
    body: 'jiaozuo',
    title: '关于做好今冬明春安全防范工作的通知（演示）',
    paragraphs: [
      '今冬明春气温波动大，用火用电用气增多。为做好安全防范工作，现将有关事项通知如下：',
      '一、突出重点。检查取暖场所、人员密集场所和在建工地，发现隐患立即整改。',
      '二、备足物资。核查救灾物资的数量和质量，转移安置点保证取暖。',
      '三、公开结果。检查情况和整改结果按月在门户网站公开。',
    ],
    columns: ['safety', 'policy'],
    issuedWorkingDaysAgo: 2,
  },
  {
    key: 'jiaozuo-shelters',
    body: 'jiaozuo',
    title: '关于公布应急避难场所管理维护要求的通知（演示）',
    paragraphs: [
      '为保证应急避难场所随时可用，现公布管理维护要求。',
      '一、标志清楚。场所入口、疏散道路设置统一标志，夜间可以辨认。',
      '二、设施完好。每季度检查一次供水、供电和厕所，检查记录存档备查。',
    ],
    columns: ['emergency'],
    issuedWorkingDaysAgo: 5,
  },
  {
    key: 'jiaozuo-informants',
    body: 'jiaozuo',
    title: '关于开展灾害信息员培训的通知（演示）',
    paragraphs: [
      '为提高灾情报送的及时性和准确性，定于下月开展灾害信息员培训。',
      '培训内容包括灾情统计口径、报送时限和救助政策，培训材料在门户网站公开。',
    ],
    columns: ['relief'],
    issuedWorkingDaysAgo: 8,
  },
  ...(
    [
      ['jiefang', '焦作市解放区应急管理局'],
      ['xiuwu', '修武县应急管理局'],
      ['wuzhi', '武陟县应急管理局'],
    ] as const
  ).map(([body, name], i) => ({
    key: `${body}-plan`,
    body,
    title: `${name}政务公开工作方案（演示）`,
    paragraphs: [
      '为落实市局安排，结合本局实际，制定本方案。',
      '一、工作目标。编制本级安全生产和救灾领域标准目录，做到每项信息有主体、有时限、有渠道。',
      '二、责任分工。办公室负责审核和发布，各业务股室负责提供信息。',
      '三、监督检查。每季度末向市局报送进展。',
    ],
    columns: ['policy'],
    issuedWorkingDaysAgo: 4 + 5 * i,
  })),
  {
    key: 'ruili-relief',
    body: 'ruili',
    title: '瑞丽市自然灾害救助工作流程（演示）',
    paragraphs: [
      '为方便受灾群众了解救助办法，现公布自然灾害救助工作流程。',
      '一、报告。受灾户向村（居）民小组报告灾情，灾害信息员核实。',
      '二、评议和公示。名单在自然村、社区公示，接受监督。',
      '三、审批和发放。乡镇审核、市级审批后，救助资金发到受灾户账户。',
    ],
    columns: ['relief'],
    issuedWorkingDaysAgo: 3,
  },
]

export function htmlOf(
  text: DemoText,
  given: { addressee: string; signatory: string; writtenOn: string },
): string {
  const [year, month, day] = given.writtenOn.split('-').map(Number)
  const body = text.paragraphs.map(p =>
    /^[一二三四五六七八九十]+、[^。]{1,20}。$/.test(p) ? `<h2>${p}</h2>` : `<p>${p}</p>`,
  )
  return [
    given.addressee ? `<p class="addressee">${given.addressee}</p>` : '',
    ...body,
    `<p class="signatory">${given.signatory}</p>`,
    `<p class="date">${year}年${month}月${day}日</p>`,
  ].join('')
}
