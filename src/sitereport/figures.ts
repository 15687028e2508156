import { columnIds, columns } from '#record/columns.ts'
import type { Kind } from '#record/model.ts'
import type { YearOfRecord } from '#record/standing.ts'
import { leftToFill as toFill } from '#posting/model.ts'
import type { Site } from '#portal/site.ts'
import type { Row } from './model.ts'

/** What is counted for a report, from the rooms that know it. */
export type Counted = {
  readonly record: YearOfRecord
  /** 页面找错: received in the year, of these answered. */
  readonly mistakes: { readonly received: number; readonly answered: number }
  /** 依申请公开: cases received in the year, of these applied for online; answered in the year. */
  readonly requests: { readonly received: number; readonly online: number; readonly replied: number }
  /** Entries of the service lists in force. */
  readonly services: number
  /** Bodies below that are counted in. */
  readonly below: number
}

const about: readonly Kind[] = ['organization', 'leader']
const yes = (is: boolean) => (is ? '是' : '否')

/** The report, row by row in the order of the form. What nobody here counts is said to be not counted; nothing is estimated. */
export function reportRows(site: Site, c: Counted): Row[] {
  const { byKind, byColumn } = c.record
  const sum = (of: (kind: string) => boolean) =>
    byKind.filter(k => of(k.kind)).reduce((n, k) => n + k.published + k.corrected, 0)
  const first = byKind.reduce((n, k) => n + k.published, 0)
  const corrected = byKind.reduce((n, k) => n + k.corrected, 0)
  const withdrawn = byKind.reduce((n, k) => n + k.withdrawn, 0)
  const interpretations = byColumn.get('interpretation') ?? 0
  const counted = '由公开记录逐件算出'
  const in_ = (group: string) => (label: string, value: string | number, note: string) => ({
    group,
    label,
    value: String(value),
    note,
  })
  const identity = in_('网站')
  const visits = in_('访问')
  const told = in_('信息发布')
  const special = in_('专栏专题')
  const explained = in_('解读回应')
  const service = in_('办事服务')
  const talk = in_('互动交流')
  const guard = in_('安全防护')
  const media = in_('移动新媒体')
  const fresh = in_('创新发展')
  return [
    identity('网站名称', site.name, ''),
    identity('首页网址', `${site.origin}${site.base}/`, ''),
    identity('主办单位', site.organizer, ''),
    identity('网站标识码', site.idCode, site.demo ? '演示值' : ''),
    identity('ICP备案号', site.icp ?? toFill, site.icp && site.demo ? '演示值' : ''),
    identity('公安机关备案号', site.police ?? toFill, site.police && site.demo ? '演示值' : ''),
    visits('独立用户访问总量', '不统计', '本站不记录读者的访问，没有这项数据'),
    visits('网站总访问量', '不统计', '本站不记录读者的访问，没有这项数据'),
    told('总数', first, `${counted}，不含迁入的历史信息${c.below > 0 ? `；含下级机关${c.below}个` : ''}`),
    told(
      '概况类信息更新量',
      sum(k => (about as readonly string[]).includes(k)),
      '机构职能、领导信息的发布和更正',
    ),
    told(
      '政务动态信息更新量',
      sum(k => k === 'news' || k === 'notice'),
      '工作动态、通知公告的发布和更正',
    ),
    told(
      '信息公开目录信息更新量',
      sum(k => k !== 'news' && k !== 'notice' && !(about as readonly string[]).includes(k)),
      '公文和其他法定主动公开内容的发布和更正',
    ),
    told('更正', corrected, '已公开的信息出了新版本'),
    told('撤回', withdrawn, '在原地址留有说明'),
    ...columnIds.flatMap(id => {
      const n = byColumn.get(id) ?? 0
      return n > 0 ? [told(`其中：${columns[id].label}`, n, '一件在几个栏目的，各栏目都计')] : []
    }),
    special('维护数量', 0, '本站没有另设专栏专题，信息都在固定栏目'),
    special('新开设数量', 0, ''),
    explained('解读信息发布总数', interpretations, '“政策解读”栏目，由公开记录逐件算出'),
    explained('回应公众关注热点或重大舆情数量', toFill, '本站没有这项台账'),
    service('是否发布服务事项目录', yes(c.services > 0), '公共服务事项清单'),
    service('政务服务事项数量', c.services, '现行公共服务事项清单的条数'),
    service('可全程在线办理政务服务事项数量', toFill, '本站不办理政务服务事项，按办事平台的数据填写'),
    talk('页面找错：收到数量', c.mistakes.received, '每件信息页面底部的“本页有错，我来指出”'),
    talk('页面找错：办结数量', c.mistakes.answered, '上一行收到的，已更正或已说明'),
    talk('依申请公开：收到申请数量', c.requests.received, '由登记的申请逐件算出'),
    talk('依申请公开：网上收到数量', c.requests.online, '上一行中，通过本站网上申请的'),
    talk('依申请公开：答复数量', c.requests.replied, '本年度答复的'),
    talk('留言、征集调查、在线访谈', '未开设', '本站没有这些栏目'),
    guard('安全检测评估次数', toFill, '本站没有这项台账'),
    guard('发现问题数量、整改数量', toFill, '本站没有这项台账'),
    guard('是否建立安全监测预警机制', toFill, ''),
    guard('是否开展应急演练', toFill, ''),
    guard('是否明确网站安全责任人', toFill, ''),
    media('政务微博、微信、移动客户端', toFill, '本站没有这项台账'),
    fresh('搜索即服务', '是', '全文、附件、文号检索，按机关、年份、有效性筛选'),
    fresh('无障碍浏览', '是', '长者版、高对比、键盘操作、读屏软件'),
    fresh('多语言版本', '否', ''),
    fresh('开放数据', '是', '列表可下载CSV、XLSX、JSON，另有开放接口和订阅'),
  ]
}
