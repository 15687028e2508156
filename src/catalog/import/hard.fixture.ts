/** For tests only: two local catalogs as offices word them, with what each row stands for, and tables laid out column by column. */
import { channelNames, type GuidelineName } from '../model.ts'
import type { Merge, Sheet } from '../catalog.fixture.ts'

/** A row with its truth: the national items it stands for (none: added here) and how each limit compares where that is not “same”. */
export type HardRow = {
  readonly level1: string
  readonly level2: string
  readonly level3: string
  readonly content: string
  readonly basis: readonly string[]
  readonly deadline: string
  readonly subject: string
  readonly ticked: readonly string[]
  readonly audience: '全社会' | '特定群体' | '全社会、特定群体'
  readonly mode: '主动' | '依申请'
  readonly levels: readonly ('县级' | '乡级')[]
  readonly codes: readonly string[]
  readonly verdicts: Readonly<Record<string, 'same' | 'looser' | 'stricter' | 'notComparable'>>
}

type Rest = Partial<Omit<HardRow, 'level1' | 'level2' | 'content' | 'codes' | 'verdicts'>> & {
  verdict?: HardRow['verdicts'][string]
}
const twenty = '自信息形成或变更之日起20个工作日内'

const row = (level1: string, level2: string, content: string, codes: string[], more: Rest = {}): HardRow => ({
  level1,
  level2,
  level3: '',
  content,
  basis: ['《中华人民共和国政府信息公开条例》（国务院令第711号）'],
  deadline: twenty,
  subject: '县应急管理局',
  ticked: ['政府网站', '两微一端'],
  audience: '全社会',
  mode: '主动',
  levels: ['县级'],
  ...more,
  codes,
  verdicts: Object.fromEntries(codes.map(c => [c, more.verdict ?? 'same'])),
})

/** 救灾, as a county words it. */
export const relief: readonly HardRow[] = [
  row('政策文件', '法律法规', '与救灾有关的法律、法规', ['JZ-ZC-01'], { levels: ['县级', '乡级'] }),
  row('政策文件', '部门规章、地方规章和规范性文件', '与救灾有关的部门和地方规章、规范性文件', ['JZ-ZC-02']),
  row('政策文件', '政策文件', '其他可以公开的与救灾有关的政策文件，包括改革方案、发展规划、专项规划、工作计划等', ['JZ-ZC-03'], { deadline: '信息形成或变更之日起30个工作日内', verdict: 'looser' }),
  row('政策文件', '重大决策预公开', '涉及管理相对人切身利益、需社会广泛知晓的重要改革方案等重大决策，决策前向社会公开决策草案、决策依据', ['JZ-ZC-05'], { basis: ['《中华人民共和国政府信息公开条例》', '中共中央办公厅、国务院办公厅《关于全面推进政务公开工作的意见》'], deadline: '按进展情况及时公开' }),
  row('政策文件', '政策解读与回应', '1.有关重大政策的解读及回应\n2.相关热点问题的解读及回应', ['JZ-ZC-06'], { deadline: '重大决策作出后及时公开' }),
  row('政策文件', '重要会议', '以会议讨论作出重要改革方案等重大决策时，经党组研究认为有必要公开讨论决策过程的会议', ['JZ-ZC-07'], { deadline: '提前一周发通知邀请', verdict: 'notComparable', audience: '特定群体' }),
  row('备灾管理', '减灾示范社区', '本县综合减灾示范社区分布情况（具体位置、创建时间、创建级别等）', ['JZ-BZ-01'], { deadline: '信息形成之日起10个工作日内', verdict: 'stricter', subject: '县应急管理局、各乡镇人民政府（街道办事处）', levels: ['县级', '乡级'] }),
  row('备灾管理', '灾害信息员', '各村（社区）灾害信息员工作职责、办公电话', ['JZ-BZ-02'], { verdict: 'notComparable', levels: ['乡级'] }),
  row('备灾管理', '预警信息', '气象、地震等单位发布的预警信息', ['JZ-BZ-03'], { deadline: '及时' }),
  row('备灾管理', '应急避难场所', '应急避难场所的名称、地址、可容纳人数和管理单位', [], { deadline: '每年1月31日前' }),
  row('备灾管理', '救灾物资储备', '救灾物资储备库的名称、地址，储备物资的种类和数量', [], { deadline: '每半年至少更新1次' }),
  row('灾后救助', '灾情信息', '本行政区域内因自然灾害造成的损失情况（受灾时间、灾害种类、受灾范围、灾害造成的损失等）', ['JZ-JH-01'], { deadline: '及时', verdict: 'notComparable' }),
  row('灾后救助', '自然灾害救助', '自然灾害救助（6类）的救助对象、申报材料、办理程序及时限等', ['JZ-JH-02'], { verdict: 'notComparable', ticked: ['政府网站', '社区/企事业单位、村公示栏(电子屏)'], audience: '全社会、特定群体' }),
  row('灾后救助', '救助款物通知及划拨', '救助款物通知及划拨情况', ['JZ-JH-03'], { verdict: 'notComparable' }),
  row('灾后救助', '因灾过渡期生活救助', '因灾过渡期生活救助标准、过渡期生活救助对象评议结果公示', ['JZ-JH-04'], { verdict: 'notComparable', ticked: ['入户/现场', '社区/企事业单位、村公示栏(电子屏)'] }),
  row('灾后救助', '因灾倒损住房恢复重建救助', '居民住房恢复重建救助对象评议结果公示', ['JZ-JH-05'], { verdict: 'notComparable' }),
  row('灾后救助', '上级救灾物资分配', '统筹使用上级安排的救灾物资分配统计', [], { deadline: '分配完成后及时公开' }),
  row('款物管理', '捐赠款物及使用', '年度捐赠款物信息以及款物使用情况；年度救灾资金和救灾物资等使用情况', ['JZ-KW-01', 'JZ-KW-02'], { verdict: 'notComparable', deadline: '每年公开一次' }),
  row('工作动态', '救灾工作动态', '救灾工作部署、应急响应启动与终止、救助工作进展等', ['JZ-DT-01'], { deadline: '按工作进展及时公开' }),
  row('工作动态', '防灾减灾宣传', '防灾减灾宣传教育活动、应急避险知识', ['JZ-DT-02'], { deadline: '按进展情况及时公开' }),
] // prettier-ignore
// 捐赠款物: JZ-KW-01 has no national limit; JZ-KW-02 is 20 working days, once a year is looser.
Object.assign(relief[17]!.verdicts, { 'JZ-KW-02': 'looser' })
export const reliefMissing = ['JZ-ZC-04']
export const reliefNotProven = ['JZ-ZC-08']

/** 安全生产, as another county words it. */
export const safety: readonly HardRow[] = [
  row('政策文件', '法律法规及规章', '1.与安全生产有关的法律、法规\n2.与安全生产有关的部门和地方规章', ['AQSC-ZC-01', 'AQSC-ZC-02'], { deadline: '信息产生或变更后二十个工作日内公开', levels: ['县级', '乡级'] }),
  row('政策文件', '其他政策文件', '其他可以公开的与安全生产有关的政策文件，包括改革方案、发展规划、专项规划、工作计划等', ['AQSC-ZC-03']),
  row('政策文件', '安全生产标准', '安全生产领域有关的国家标准、行业标准、地方标准等', ['AQSC-ZC-04'], { deadline: '信息形成或变更之日起20个工作日内公开，长期有效' }),
  row('政策文件', '重大决策草案', '涉及管理相对人切身利益、需社会广泛知晓的重要改革方案等重大决策，决策前向社会公开决策草案、决策依据', ['AQSC-ZC-05'], { deadline: '按进展情况及时公开' }),
  row('政策文件', '重大政策解读', '有关重大政策的解读，安全生产相关热点问题的解读', ['AQSC-ZC-06'], { deadline: '与政策文件同步公开', verdict: 'notComparable' }),
  row('政策文件', '征集采纳社会公众意见情况', '重大决策草案公布后征集到的社会公众意见情况、采纳与否情况及理由等', ['AQSC-ZC-08'], { deadline: '按进展情况及时公开' }),
  row('依法行政', '行政许可', '办理行政许可和其他对外管理服务事项的依据、条件、程序', ['AQSC-YF-01'], { deadline: '作出行政许可决定之日起7个工作日内', verdict: 'notComparable', ticked: ['政府网站', '政务服务中心'] }),
  row('依法行政', '行政处罚信息', '办理行政处罚的依据、条件、程序以及本机关认为具有一定社会影响的行政处罚决定', ['AQSC-YF-02'], { deadline: '信息形成或变更之日起7个工作日内', verdict: 'stricter' }),
  row('依法行政', '行政强制', '办理行政强制的依据、程序', ['AQSC-YF-03'], { verdict: 'notComparable' }),
  row('依法行政', '安全生产监督检查', '年度监督检查计划、检查和巡查发现的安全监管监察问题及整改落实情况', ['AQSC-YF-04']),
  row('依法行政', '行政处罚自由裁量标准', '行政处罚自由裁量标准', ['AQSC-YF-05']),
  row('依法行政', '行政复议', '行政复议申请条件、办理流程', []),
  row('行政管理', '隐患排查治理', '重大事故隐患排查、挂牌督办及其整改情况，安全生产举报电话等', ['AQSC-GL-01'], { levels: ['县级', '乡级'] }),
  row('行政管理', '应急管理', '承担处置主责、非敏感的应急信息，包括事故灾害类预警信息、事故信息、事故后采取的应急处置措施和应对结果等', ['AQSC-GL-02'], { deadline: '依进展情况按规定报送、及时公开' }),
  row('行政管理', '安全生产“黑名单”', '列入或撤销纳入安全生产“黑名单”管理的企业信息', ['AQSC-GL-03']),
  row('行政管理', '事故信息', '1.事故信息：本部门接报查实的各类生产安全事故情况\n2.典型事故通报\n3.事故调查报告：依法应当公开的生产安全事故调查报告', ['AQSC-GL-04'], { deadline: '自信息形成或者变更之日起20个工作日内予以公开' }),
  row('行政管理', '烟花爆竹零售点布设', '烟花爆竹零售点规划、零售点名单和地址', []),
  row('公共服务', '安全提示警示', '1.气象及灾害预警信息\n2.不同时段、不同领域安全生产提示信息', ['AQSC-FW-01'], { deadline: '实时公开' }),
  row('公共服务', '宣教活动', '开展安全生产宣传“五进”、安全生产月、公众开放日、主题公园、场馆等情况', ['AQSC-FW-02'], { deadline: '按进展情况及时公开' }),
  row('公共服务', '投诉举报', '受理投诉举报、信访举报的途径等', ['AQSC-FW-03']),
  row('公共服务', '安全培训考试', '安全生产培训政策、培训计划、资格考试安排、证书查询等', ['AQSC-FW-04'], { deadline: '及时公开', verdict: 'stricter' }),
  row('重点领域信息公开', '人大建议和政协提案', '本部门承办的人大代表建议和政协委员提案办理情况', ['AQSC-ZD-02']),
  row('重点领域信息公开', '财政预决算', '财政预算、决算、“三公”经费等信息', ['AQSC-ZD-03'], { deadline: '财政部门批复后20日内' }),
  row('重点领域信息公开', '政府采购', '集中采购项目的目录、标准、实施情况等信息', ['AQSC-ZD-04']),
  row('重点领域信息公开', '机构职能', '机构职能、内设机构、负责人信息、权力和责任清单', ['AQSC-ZD-06']),
] // prettier-ignore
export const safetyMissing = ['AQSC-ZC-07']
export const safetyNotProven = ['AQSC-GL-05', 'AQSC-ZD-01', 'AQSC-ZD-05']

export const hardRows: Readonly<Record<GuidelineName, readonly HardRow[]>> = {
  'disaster-relief': relief,
  'safety-production': safety,
}
export const hardTruth: Readonly<Record<GuidelineName, { missing: string[]; notProven: string[] }>> = {
  'disaster-relief': { missing: reliefMissing, notProven: reliefNotProven },
  'safety-production': { missing: safetyMissing, notProven: safetyNotProven },
}

/** A column: its words from the top header row down, and what stands in it. */
export type Column = { readonly head: readonly string[]; readonly of: (row: HardRow, at: number) => string }

const tick = (on: boolean) => (on ? '√' : '')
export const boxesOf = (r: HardRow, between = ' ') =>
  channelNames
    .map(n => `${r.ticked.includes(n) ? '■' : '□'}${n === '发布会' ? '发布会/听证会' : n}`)
    .join(between)
export const flags = {
  everyone: (r: HardRow) => tick(r.audience.includes('全社会')),
  particular: (r: HardRow) => tick(r.audience.includes('特定群体')),
  proactive: (r: HardRow) => tick(r.mode === '主动'),
  onRequest: (r: HardRow) => tick(r.mode === '依申请'),
  county: (r: HardRow) => tick(r.levels.includes('县级')),
  township: (r: HardRow) => tick(r.levels.includes('乡级')),
}

/** The columns of the national form, each to be renamed or moved. */
export const columns = {
  order: { head: ['序号'], of: (_r, at) => String(at + 1) },
  level1: { head: ['公开事项', '一级事项'], of: r => r.level1 },
  level2: { head: ['公开事项', '二级事项'], of: r => r.level2 },
  content: { head: ['公开内容（要素）'], of: r => r.content },
  basis: { head: ['公开依据'], of: r => r.basis.join('、') },
  deadline: { head: ['公开时限'], of: r => r.deadline },
  subject: { head: ['公开主体'], of: r => r.subject },
  channels: { head: ['公开渠道和载体'], of: r => boxesOf(r) },
  everyone: { head: ['公开对象', '全社会'], of: flags.everyone },
  particular: { head: ['公开对象', '特定群体'], of: flags.particular },
  proactive: { head: ['公开方式', '主动'], of: flags.proactive },
  onRequest: { head: ['公开方式', '依申请公开'], of: flags.onRequest },
  county: { head: ['公开层级', '县级'], of: flags.county },
  township: { head: ['公开层级', '乡级'], of: flags.township },
} as const satisfies Record<string, Column>
export const national: readonly Column[] = Object.values(columns)
export const renamed = (column: Column, ...head: string[]): Column => ({ ...column, head })

export type Layout = {
  readonly columns: readonly Column[]
  /** Rows over the whole width above the header and below the items. */
  readonly above?: readonly string[]
  readonly below?: readonly string[]
  /** Columns (by place) whose equal neighbours downwards are one merged cell. */
  readonly merged?: readonly number[]
  /** Rows over the whole width before the item of this number. */
  readonly bands?: ReadonlyMap<number, string>
  /** The header again before the items of these numbers. */
  readonly again?: readonly number[]
}

/** A table of the rows: header cells merged across and down as the words tell. */
export function lay(rows: readonly HardRow[], layout: Layout): Sheet {
  const { columns: all, merged = [], bands = new Map(), again = [] } = layout
  const width = all.length
  const cells: string[][] = []
  const merges: Merge[] = []
  const whole = (text: string) => {
    merges.push({ startRow: cells.length, startCol: 0, endRow: cells.length, endCol: width - 1 })
    cells.push([text, ...Array.from({ length: width - 1 }, () => '')])
  }
  const deep = Math.max(...all.map(c => c.head.length))
  const header = () => {
    const from = cells.length
    for (let level = 0; level < deep; level++)
      cells.push(
        all.map(({ head }, c) => {
          const same =
            level < head.length - 1 &&
            c > 0 &&
            all[c - 1]!.head[level] === head[level] &&
            all[c - 1]!.head.length > level + 1
          return same ? '' : (head[level] ?? '')
        }),
      )
    for (const [c, { head }] of all.entries()) {
      if (head.length < deep)
        merges.push({ startRow: from + head.length - 1, startCol: c, endRow: from + deep - 1, endCol: c })
      for (let level = 0; level < head.length - 1; level++) {
        if (c > 0 && all[c - 1]!.head.length > level + 1 && all[c - 1]!.head[level] === head[level]) continue
        let end = c
        while (
          end + 1 < width &&
          all[end + 1]!.head.length > level + 1 &&
          all[end + 1]!.head[level] === head[level]
        )
          end++
        if (end > c) merges.push({ startRow: from + level, startCol: c, endRow: from + level, endCol: end })
      }
    }
  }
  for (const text of layout.above ?? []) whole(text)
  header()
  const last = new Map<number, { row: number; text: string }>()
  const open = new Map<number, Merge>()
  for (const [i, r] of rows.entries()) {
    const band = bands.get(i)
    if (band !== undefined) whole(band)
    if (again.includes(i)) header()
    if (band !== undefined || again.includes(i)) {
      last.clear()
      open.clear()
    }
    const at = cells.length
    cells.push(
      all.map((column, c) => {
        const text = column.of(r, i)
        const before = last.get(c)
        if (merged.includes(c) && before?.text === text && before.row === at - 1) {
          const merge = open.get(c)
          if (merge) open.set(c, Object.assign(merge, { endRow: at }))
          else {
            const made = { startRow: at - 1, startCol: c, endRow: at, endCol: c }
            merges.push(made)
            open.set(c, made)
          }
          last.set(c, { row: at, text })
          return ''
        }
        open.delete(c)
        last.set(c, { row: at, text })
        return text
      }),
    )
  }
  for (const text of layout.below ?? []) whole(text)
  return { rows: cells, merges }
}
