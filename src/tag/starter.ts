import { makeTerm, type Group, type IndexingRule, type Term } from './model.ts'

/**
 * A thesaurus to begin with. Shanghai's key points of 2023 ask for one and print none; this is our proposal (证据等级 D), put together
 * from the fields of work that the laws of emergency management name. A body takes it over by approving it, and may change any of it.
 */

type Line = readonly [key: string, name: string, synonyms?: string, broader?: string, note?: string]

const audience: readonly Line[] = [
  ['enterprises', '企业', '生产经营单位、公司', '', '各类生产经营单位；有更具体的，选具体的。'],
  ['dangerous-chemical-firms', '危险化学品单位', '危化品企业、危险化学品企业', 'enterprises'],
  ['mines', '矿山企业', '煤矿企业、非煤矿山企业', 'enterprises'],
  ['metal-works', '工贸企业', '冶金企业、粉尘涉爆企业', 'enterprises'],
  ['fireworks-firms', '烟花爆竹单位', '烟花爆竹企业', 'enterprises'],
  ['small-places', '小微经营场所', '九小场所、沿街门店', 'enterprises'],
  ['individual-businesses', '个体工商户', '个体户'],
  ['service-agencies', '安全生产服务机构', '安全评价机构、检测检验机构'],
  ['practitioners', '从业人员', '特种作业人员、安全管理人员'],
  ['residents', '社会公众', '居民、群众、市民'],
  ['disaster-victims', '受灾群众', '受灾人员、灾民'],
  ['schools', '学校和师生', '中小学校、幼儿园'],
  ['rescue-teams', '应急救援队伍', '社会应急力量、救援队'],
  ['informants', '灾害信息员', '信息员'],
  ['townships', '乡镇（街道）', '乡镇人民政府、街道办事处'],
  ['villages', '村（社区）', '村委会、居委会、村（居）委会'],
  ['departments', '部门和单位', '成员单位、有关部门'],
]
const topic: readonly Line[] = [
  ['work-safety', '安全生产', '安全生产工作'],
  ['dangerous-chemicals', '危险化学品', '危化品', 'work-safety'],
  ['mine-safety', '矿山安全', '煤矿安全、非煤矿山', 'work-safety'],
  ['industry-safety', '工贸安全', '有限空间、粉尘涉爆', 'work-safety'],
  ['fireworks', '烟花爆竹', '鞭炮', 'work-safety'],
  ['fire-safety', '消防安全', '火灾防控', 'work-safety'],
  ['gas-safety', '燃气安全', '城镇燃气', 'work-safety'],
  ['work-safety-standards', '安全生产标准化', '标准化达标', 'work-safety'],
  ['disaster-reduction', '防灾减灾', '防灾减灾救灾'],
  ['flood-control', '防汛抗旱', '防汛、抗旱、三防', 'disaster-reduction'],
  ['typhoon', '防御台风', '防台风、台风防御', 'disaster-reduction'],
  ['geological-hazards', '地质灾害', '滑坡、泥石流', 'disaster-reduction'],
  ['earthquake', '地震', '防震减灾', 'disaster-reduction'],
  ['forest-fire', '森林草原防灭火', '森林防火、森林防灭火', 'disaster-reduction'],
  ['cold-wave', '低温雨雪冰冻', '寒潮、暴雪', 'disaster-reduction'],
  ['disaster-relief', '灾害救助', '救灾、自然灾害救助'],
  ['relief-supplies', '救灾物资', '应急物资、物资储备', 'disaster-relief'],
  ['emergency-plans', '应急预案', '预案管理'],
  ['emergency-rescue', '应急救援', '抢险救援'],
  ['early-warning', '监测预警', '预警信息、风险监测'],
  ['risk-survey', '风险普查', '自然灾害综合风险普查', 'disaster-reduction'],
  ['accident-investigation', '事故调查', '生产安全事故调查'],
  ['publicity', '宣传教育', '安全宣传、科普宣传'],
  ['government-openness', '政务公开', '政府信息公开'],
  ['rule-of-law', '法治建设', '依法行政、法治政府'],
]
const affair: readonly Line[] = [
  ['licensing', '行政许可', '安全生产许可证、许可审批'],
  ['inspection', '监督检查', '执法检查、双随机'],
  ['penalty', '行政处罚', '罚款、处罚决定'],
  ['hazard-removal', '隐患排查治理', '隐患整改、重大事故隐患'],
  ['special-campaign', '专项整治', '专项行动、集中整治'],
  ['training-exam', '培训考核', '考试发证、安全培训'],
  ['drills', '应急演练', '演练、应急演习'],
  ['duty', '应急值守', '值班值守'],
  ['emergency-response', '应急响应', '启动响应'],
  ['evacuation', '避险转移', '转移安置、避难场所'],
  ['relief-funds', '救助资金发放', '救助款物、补助资金'],
  ['rebuilding', '恢复重建', '倒损住房重建'],
  ['procurement', '招标采购', '政府采购'],
  ['rewards', '举报奖励', '有奖举报'],
  ['insurance', '安全生产责任保险', '安责险'],
  ['recruiting', '人事招录', '公开招聘、招录'],
]
const genre: readonly Line[] = [
  ['measures', '管理办法', '实施细则、暂行办法'],
  ['plans', '规划计划', '工作要点、年度计划'],
  ['work-programme', '实施方案', '工作方案、行动方案'],
  ['standards', '标准规范', '技术规范、工作规范'],
  ['lists', '清单目录', '权责清单、事项目录'],
  ['guides', '办事指南', '服务指南'],
  ['interpretation', '政策解读', '问答、图解'],
  ['statistics', '统计数据', '统计公报'],
  ['reports', '总结报告', '年度报告、调查报告'],
]

const made = (group: Group, lines: readonly Line[]): Term[] =>
  lines.map(([key, name, synonyms = '', broader = '', note = '']) =>
    makeTerm(key, name, {
      group,
      synonyms: synonyms.split('、').filter(Boolean),
      broader: broader || null,
      note,
    }),
  )

export const starterTerms: readonly Term[] = [
  ...made('audience', audience),
  ...made('topic', topic),
  ...made('affair', affair),
  ...made('genre', genre),
]

/** Normative documents, each for somebody and about something. */
export const starterRule: IndexingRule = { normative: true, kinds: [], groups: ['audience', 'topic'] }

export const starterMark =
  '建议稿（证据等级 D）：由本系统提出，不是任何机关的规定；批准以前逐词核对，可以增删改。'
