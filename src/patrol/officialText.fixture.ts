/** For tests only: ordinary official text without a fault in it, rich in what a careless check would take for one. */
import { random } from './patrol.fixture.ts'

type Pick = <T>(from: readonly T[]) => T

const places = ['解放区', '山阳区', '中站区', '修武县', '武陟县', '温县', '博爱县', '沁阳市', '孟州市']
const villages = [
  '西陶镇东陶村',
  '宁郭镇',
  '詹店镇',
  '许良镇许良村',
  '金城乡',
  '府城街道',
  '焦南街道',
  '方庄镇',
]
const organs = [
  '市应急管理局',
  '市发展和改革委员会',
  '市公安局',
  '市财政局',
  '市水利局',
  '市气象局',
  '市消防救援支队',
  '市自然资源和规划局',
  '市人力资源和社会保障局',
  '市住房和城乡建设局',
  '市工业和信息化局',
]
const laws = [
  '中华人民共和国安全生产法',
  '中华人民共和国突发事件应对法',
  '中华人民共和国行政处罚法',
  '生产安全事故报告和调查处理条例',
  '河南省安全生产条例',
  '工贸企业重大事故隐患判定标准',
]
const firms = [
  '焦作市恒源化工有限公司',
  '河南中原气体有限责任公司',
  '博爱县金石矿业有限公司',
  '温县怀川食品厂',
  '沁阳市玻璃钢有限公司',
]
const surnames = '王李张刘陈杨赵黄周吴'

/** One paragraph; every kind comes up in turn. */
function paragraph(kind: number, n: (from: number, to: number) => number, pick: Pick): string {
  const year = n(2019, 2026)
  const date = `${year}年${n(1, 12)}月${n(1, 28)}日`
  const some = (k: number) => Array.from({ length: k }, () => n(0, 9)).join('')
  switch (kind) {
    case 0:
      return `${pick(places)}、${pick(organs)}：`
    case 1:
      return `为深入贯彻落实党中央、国务院关于安全生产工作的决策部署，切实加强${pick(['危险化学品', '非煤矿山', '烟花爆竹', '工贸', '建筑施工'])}领域安全监管，有效防范和坚决遏制重特大事故，根据《${pick(laws)}》第${pick(['三', '十二', '三十三', '一百零九'])}条的规定，结合我市实际，现就有关事项通知如下。`
    case 2:
      return `（${pick(['一', '二', '三', '四'])}）压实企业主体责任。各生产经营单位要建立健全全员安全生产责任制，落实风险分级管控和隐患排查治理双重预防机制，做到“五落实”“五到位”。截至${date}，全市共排查隐患${n(100, 9999)}项，已整改${n(10, 999)}项，整改率${n(80, 99)}.${n(0, 9)}%。`
    case 3:
      return `按照《${pick(organs)}关于印发〈${year}年安全生产监督检查计划〉的通知》（焦应急〔${year}〕${n(1, 300)}号）要求，${pick(organs)}于${date}对${pick(firms)}（统一社会信用代码：9141080${some(1)}MA${some(7)}${pick(['A', 'B', 'X', 'L'])}）进行了执法检查。`
    case 4:
      return `行政处罚决定书文号：（焦）应急罚〔${year}〕${n(1, 90)}号。处罚依据：《${pick(laws)}》第九十七条第（三）项。处罚内容：责令限期改正，并处人民币${n(1, 9)}万元罚款。处罚决定日期：${date}。`
    case 5:
      return `联系单位：${pick(organs)}办公室，联系电话：0391-${n(2, 8)}${some(6)}，传真：0391-${n(2, 8)}${some(6)}，举报电话：12350，通讯地址：焦作市解放区人民路${n(1, 999)}号阳光大厦${pick(['A', 'B'])}座${n(3, 20)}层${n(1, 9)}0${n(1, 9)}室，邮政编码：454000，电子邮箱：jzsyjj@jiaozuo.gov.cn。`
    case 6:
      return `项目编号：焦财招标采购-${year}-${n(100, 999)}，项目代码：${year}-4108${some(2)}-${some(2)}-0${n(1, 9)}-${some(6)}，预算金额：${n(1000000, 99999999)}.00元，开户行及账号见采购文件，中标金额人民币${n(10, 99)}万${n(1000, 9999)}元。`
    case 7:
      return `受灾情况：${pick(places)}${pick(villages)}${n(10, 300)}户${n(30, 900)}人受灾，倒塌房屋${n(1, 20)}间，农作物受灾面积${n(100, 9000)}亩，直接经济损失${n(10, 900)}万元；已转移安置${n(10, 300)}人，调拨帐篷${n(10, 200)}顶、棉被${n(10, 900)}床、折叠床${n(10, 300)}张。`
    case 8:
      return `救助对象公示：${pick(surnames.split(''))}某某，${pick(villages)}，救助金额${n(500, 5000)}元；${pick(surnames.split(''))}*${pick(['明', '华', '兰'])}，身份证号4108**********${some(2)}1X，联系电话13${n(0, 9)}****${some(4)}。公示期5个工作日，自${date}起。`
    case 9:
      return `GB ${n(10000, 40000)}—2018《危险化学品重大危险源辨识》、AQ ${n(1000, 9999)}—2019、GB/T 9704—2012规定的要求应当严格执行；设备编号TS${some(8)}，安全生产许可证编号（豫）WH安许证字〔${year}〕0${some(4)}，检验报告编号HJ${year}${some(6)}。`
    case 10:
      return `事故发生在${date}${n(0, 23)}时${n(10, 59)}分许，地点为${pick(places)}${pick(['人民路', '中原路', '焦克路'])}与${pick(['塔南路', '解放路'])}交叉口东北${n(20, 300)}米处，东经113°${n(10, 59)}′${n(10, 59)}″、北纬35°${n(10, 59)}′${n(10, 59)}″。事故造成${n(1, 3)}人死亡、${n(1, 9)}人受伤，无关人员已疏散。`
    case 11:
      return `会议由${pick(organs)}党委书记、局长主持，各县（市、区）分管负责同志、市安委会成员单位有关负责人参加。会议强调，要坚持人民至上、生命至上，统筹发展和安全，认真贯彻“安全第一、预防为主、综合治理”的方针，抓好汛期防汛、夏季防火和秸秆禁烧工作。`
    case 12:
      return `${pick(organs)}索引号：11410800MB${some(6)}X/${year}-00${some(3)}，发文字号：焦应急办〔${year}〕${n(1, 99)}号，成文日期：${date}，主题分类：安全生产监管，公开方式：主动公开。`
    case 13:
      return `考试时间：${date}9:00至11:30；考试地点：焦作市应急管理局${n(2, 6)}楼${n(201, 620)}会议室；准考证号${year}4108${some(6)}，请考生携带本人有效身份证件按时参加。成绩${n(60, 99)}.5分，合格。`
    case 14:
      return `对${pick(firms)}“${n(1, 12)}·${n(1, 28)}”一般事故的调查报告，经市人民政府批复同意，现予公布。批复文号：焦政文〔${year}〕${n(1, 200)}号。根据国务院令第493号和原国家安全生产监督管理总局公告${year}年第${n(1, 9)}号，对事故责任单位依法给予行政处罚。`
    case 15:
      return `各单位务必于${date}前将工作总结、统计表（见附件1、附件2）报送至市安委会办公室，逾期未报的予以通报。报送内容包括：1）基本情况；2）主要做法；3）存在的问题；4）下一步打算。`
    case 16:
      return `本办法所称重大危险源，是指长期地或者临时地生产、搬运、使用或者储存危险物品，且危险物品的数量等于或者超过临界量的单元（包括场所和设施）。本办法自${date}起施行，有效期五年。`
    case 17:
      return `救援物资储备库现有发电机${n(2, 30)}台、水泵${n(2, 60)}台、冲锋舟${n(1, 9)}艘，物资编码${some(4)}-${some(4)}-${some(4)}-${some(4)}-${some(2)}，入库单号RK${year}${some(8)}，价值${n(10, 900)}.${n(10, 99)}万元。`
    default:
      return `特此${pick(['通知', '公告', '通报'])}。`
  }
}

export type OfficialText = { readonly title: string; readonly paragraphs: readonly string[] }

/** So many documents of a dozen paragraphs and more, the same every time. */
export function officialTexts(count: number, seed = 2026): OfficialText[] {
  const next = random(seed)
  const n = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const pick: Pick = from => from[n(0, from.length - 1)]!
  let kind = 0
  return Array.from({ length: count }, () => {
    const paragraphs = Array.from({ length: n(10, 16) }, () => paragraph(kind++ % 19, n, pick))
    const on = `${n(2019, 2026)}年${n(1, 10)}月${n(1, 28)}日`
    return {
      title: `焦作市应急管理局关于做好${pick(['汛期', '国庆期间', '冬季', '复工复产'])}安全生产工作的通知`,
      paragraphs: [...paragraphs, '焦作市应急管理局', on, '（此件公开发布）'],
    }
  })
}
