import { maskEmail, maskName } from '#law/identity.ts'
import type { Hit } from '../hit.ts'

const email =
  /(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}[@＠]((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,12})/gu

/** Mail services at home that bureaus use for want of their own. */
const domestic =
  /^(?:qq|vip\.qq|foxmail|163|vip\.163|126|vip\.126|yeah|188|139|189|wo|sina|vip\.sina|sohu|aliyun|21cn|tom|263)\.(?:com|net|cn|com\.cn)$/i

/** E-mail: .cn and the bureau's own pass; a private mailbox is a hint, a foreign service a warning. */
export function emailHits(text: string): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(email)) {
    const domain = match[1]!.toLowerCase()
    const place = { start: match.index, end: match.index + match[0].length, masked: maskEmail(match[0]) }
    if (/\.(?:gov|org|edu|mil|ac)\.cn$|^gov\.cn$/.test(domain)) continue
    if (domestic.test(domain) || domain.endsWith('.cn'))
      hits.push({
        ...place,
        tier: 'C',
        kind: 'email',
        message: '出现非政务邮箱。是个人邮箱的，公开前须删去；对外联系请使用政务邮箱。',
      })
    else
      hits.push({
        ...place,
        tier: 'B',
        kind: 'email',
        message: `邮箱域名“${domain}”不在.cn之下，可能是境外邮箱。机关对外联系不使用境外邮箱，个人的须删去或遮盖，请核对。`,
      })
  }
  return hits
}

/** The hundred commonest surnames (公安部户籍统计) and common double ones. */
const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝'
const name = `[${surnames}][\\u4e00-\\u9fff]{1,2}?`
const aged = new RegExp(
  `(${name})(?:[（(，,、\\s]{1,2}[^。；\\n（）()]{0,2}){0,1}[（(，,、\\s]{0,2}(?:男|女)[，,、\\s]{0,2}(?:[^。；\\n\\d]{0,6}[，,、\\s])?(\\d{1,2})周?岁`,
  'gu',
)
const childWord = new RegExp(
  `(?:未成年人|孤儿|困境儿童|留守儿童|事实无人抚养儿童|残疾儿童|溺水儿童|遇难儿童|受伤儿童|失踪儿童|女童|男童|患儿|受害学生|溺水学生|遇难学生|受伤学生)(?:姓名)?[：:为是\\s]{0,2}(${name})(?=[，,、。；\\s（(及和等已经被于在因的死受溺送遇失]|$)`,
  'gu',
)
/** Words that begin with a surname's character and are no names. */
const notNames =
  /^(?:安全|安置|安排|应急|应当|管理|明确|时间|方面|方式|方案|金额|关于|关爱|关心|成立|全部|全县|和谐|和平|解决|解除|路段|路面|高度|高中|高等|石油|万元|万人|白天|向上|向社|文件|文化|单位|边境|江苏|江西|游泳|游客|车辆|武装|张贴|任何|任务|家长|师生|农村|农业|农户|季度|池塘|水库|查实|连续|阳光|商场|景区|黄河|龙头|马路|于今|于昨|易发|盛夏|包括|包含|毕业|童年|童车|党员|都|钱物|温暖|田间|康复|宁夏|贺兰|海南|何时|何人|何处|史上|严重|严格|庄稼|段内|费用|席位|符合|简易|项目|古城|卫生|卫健|米高|应对|及时|时任|都已|车上|全部)/u

/** Names of people under eighteen: with sex and age behind, or behind a word for a child. */
export function minorHits(text: string): Hit[] {
  const hits: Hit[] = []
  const add = (start: number, raw: string, tier: 'B' | 'C', message: string) => {
    if (/[某XxＸ×*＊○]/.test(raw) || notNames.test(raw)) return
    hits.push({
      start,
      end: start + raw.length,
      tier,
      kind: 'minor',
      message,
      masked: maskName(raw),
      basis: '个保法/31(1)',
    })
  }
  for (const match of text.matchAll(aged)) {
    const age = Number(match[2])
    if (age >= 18) continue
    add(
      match.index,
      match[1]!,
      'B',
      `“${maskName(match[1]!)}”${age}岁，是未成年人，姓名须隐去；不满14周岁的是敏感个人信息。`,
    )
  }
  for (const match of text.matchAll(childWord)) {
    const start = match.index + match[0].length - match[1]!.length
    if (hits.some(h => h.start === start)) continue
    add(start, match[1]!, 'B', '像是未成年人的姓名，须隐去，请核对。')
  }
  return hits
}
