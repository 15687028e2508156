/** Words of what the office of the demonstration keeps: reports, registers, lists. Every number is made up. */

/** Of the report of a year: what people wrote in it. */
export const reportTexts = {
  proactive:
    '全年主动公开政府信息312条（演示数据）。更新安全生产、救灾两个领域标准目录，救助款物的来源、分配和使用情况全部公开；政策文件与解读材料同步发布。',
  management:
    '公文起草时确定公开属性，送审、签发环节逐级把关；全年复查依申请公开和不予公开的公文，转为主动公开6件（演示数据）。',
  platform: '门户网站按法定专栏、标准目录和检索三条线索组织信息；适老化和无障碍功能经第三方检测。',
  supervision: '每季度末自查，通报超期公开的事项并限期整改；组织政务公开培训两次。',
  problems:
    '一是个别科室提供信息不够及时。二是解读材料形式单一。下一步：把时限提醒落实到经办人，增加问答、图表形式的解读。',
} as const

type Row = readonly [
  kind: string,
  channel: string,
  subject: string,
  received: string,
  ended: string,
  result: string,
]

/** The register of requests as an office kept it in a spreadsheet; days without the year. */
export const pastRequests: readonly Row[] = [
  ['natural', 'signedMail', '所在社区应急避难场所的位置和容量', '01-09', '01-22', 'r3.1'],
  ['natural', 'counter', '冬春救助对象评议办法', '01-21', '01-23', 'r3.1'],
  ['commercial', 'online', '危险化学品经营许可现场核查的标准', '02-17', '03-05', 'r3.1'],
  ['natural', 'online', '某事故的现场勘验笔录', '03-02', '03-27', 'r3.3.7'],
  ['legalService', 'signedMail', '安全生产执法检查计划和检查对象名录', '03-16', '04-10', 'r3.2'],
  ['natural', 'signedMail', '尾矿库安全度评价报告', '04-02', '04-28', 'r3.2'],
  ['natural', 'counter', '救灾物资采购合同', '04-20', '05-08', 'r3.1'],
  ['research', 'online', '近五年自然灾害损失统计', '05-11', '06-03', 'r3.1'],
  ['natural', 'online', '燃气管道改造的审批文件', '05-19', '05-26', 'r3.4.1'],
  ['natural', 'plainMail', '对邻居违章用电的处理要求', '06-01', '06-09', 'r3.5.1'],
  ['commercial', 'online', '同行企业被处罚的案卷', '06-15', '07-10', 'r3.3.7'],
  ['natural', 'counter', '灾害信息员的设置情况', '07-06', '07-08', 'r3.1'],
  ['natural', 'online', '已经在网站公开的应急预案', '07-27', '07-30', 'r3.1'],
  ['welfare', 'signedMail', '社会捐赠款物的使用情况', '08-17', '09-07', 'r3.1'],
  ['natural', 'online', '避险转移奖补办法', '09-14', '09-29', 'r3.4.1'],
  ['natural', 'signedMail', '同一份事故调查报告（再次申请）', '10-12', '10-23', 'r3.5.2'],
  ['natural', 'online', '演练脚本和评估表', '11-09', '12-01', 'r3.1'],
]

/** An entry of 权责清单 or 公共服务事项清单: name, type, basis, who handles it. */
export type Listed = readonly [name: string, type: string, basis: string, handler: string]

export const powers: readonly Listed[] = [
  ['危险化学品经营许可', '行政许可', '《危险化学品安全管理条例》第三十三条', '安全生产综合协调科'],
  ['烟花爆竹经营（批发）许可', '行政许可', '《烟花爆竹安全管理条例》第十九条', '安全生产综合协调科'],
  [
    '对未按规定开展安全生产教育和培训的处罚',
    '行政处罚',
    '《中华人民共和国安全生产法》第九十七条',
    '安全生产综合协调科',
  ],
  [
    '对未如实记录事故隐患排查治理情况的处罚',
    '行政处罚',
    '《中华人民共和国安全生产法》第九十七条',
    '安全生产综合协调科',
  ],
  [
    '对存在重大事故隐患的单位停止供电',
    '行政强制',
    '《中华人民共和国安全生产法》第七十条',
    '安全生产综合协调科',
  ],
  [
    '对生产经营单位安全生产的监督检查',
    '行政检查',
    '《中华人民共和国安全生产法》第六十五条',
    '安全生产综合协调科',
  ],
  ['自然灾害救助资金的给付', '行政给付', '《自然灾害救助条例》第二十一条', '救灾和物资保障科'],
  ['举报重大事故隐患的奖励', '行政奖励', '《中华人民共和国安全生产法》第七十六条', '办公室'],
]

export const services: readonly Listed[] = [
  ['安全生产法律法规咨询', '公共服务', '《中华人民共和国安全生产法》第十三条', '安全生产综合协调科'],
  ['特种作业操作证查询指引', '公共服务', '《特种作业人员安全技术培训考核管理规定》', '安全生产综合协调科'],
  ['应急避难场所查询', '公共服务', '《中华人民共和国突发事件应对法》', '救灾和物资保障科'],
  ['防灾减灾科普宣传', '公共服务', '《自然灾害救助条例》第六条', '救灾和物资保障科'],
]
