import { describe, expect, test } from 'vitest'
import { options, today } from '../patrol.fixture.ts'
import { scanDraft, scanText } from '../scan.ts'
import { citationHits } from './citation.ts'
import { dateHits, numeralHits } from './dates.ts'
import { classificationHits, labelHits } from './label.ts'
import { linkHits } from './links.ts'
import { metadataHits, type Metadata } from './metadata.ts'
import { numberHits } from './number.ts'
import { bracketHits, punctuationHits, quoteHits, repetitionHits } from './punctuation.ts'

const rights = (hits: readonly { right?: string | null }[]) => hits.map(h => h.right ?? null)

describe('发文字号（GB/T 9704 7.2.5）', () => {
  test('方括号、圆括号、虚位0、“第”字：说出错在哪里，给出正确写法', () => {
    for (const [wrong, why] of [
      ['焦应急[2024]12号', '六角括号'],
      ['焦应急（2024）12号', '六角括号'],
      ['焦应急【2024】12号', '六角括号'],
      ['焦应急〔2024〕012号', '虚位0'],
      ['焦应急〔2024〕第12号', '“第”字'],
      ['焦应急［2024］12号', '六角括号'],
    ] as const) {
      const [hit, ...more] = numberHits(`按照${wrong}要求`, today)
      expect(more, wrong).toEqual([])
      expect(hit, wrong).toMatchObject({ tier: 'B', right: '焦应急〔2024〕12号', basis: 'GB/T 9704/7.2.5' })
      expect(hit!.message, wrong).toContain(why)
    }
  })

  test('写对的、令、公告、统一编号、许可证号、处罚文书号不报', () => {
    for (const right of [
      '应急厅函〔2019〕390号',
      '国务院令第711号',
      '应急管理部公告2024年第3号',
      'HFGS-2022-7',
      '（豫）WH安许证字〔2023〕00867',
      '（焦）应急罚〔2024〕第12号',
      '国办公开办函〔2021〕30号、国办秘函〔2019〕19号',
    ])
      expect(numberHits(`根据${right}`, today), right).toEqual([])
  })

  test('没有写完的括号、将来的年份', () => {
    expect(numberHits('焦应急〔2024 12号', today)[0]?.message).toContain('没有写完整')
    expect(numberHits('焦应急〔2027〕12号', today)[0]?.message).toContain('今年之后')
  })
})

describe('日期', () => {
  test('不存在的日子、对不上的星期、将来的落款', () => {
    const messages = (text: string) => dateHits(text, today).map(h => h.message)
    expect(messages('2023年2月29日')[0]).toContain('没有“2023年2月29日”这一天')
    expect(messages('2024年2月29日')).toEqual([])
    expect(messages('定于13月1日召开')[0]).toContain('没有')
    expect(messages('4月31日前完成')[0]).toContain('没有“4月31日”')
    expect(messages('2024年9月10日（星期三）')[0]).toContain('是星期二')
    expect(messages('2024年9月10日（星期二）')).toEqual([])
    expect(messages('2024年9月8日（星期天）')).toEqual([])
    expect(messages('  2026年12月1日  ')[0]).toContain('成文日期、印发日期不能是将来的日期')
    expect(messages('请于2026年12月31日前报送')).toEqual([])
    expect(messages('已于2026年12月31日印发')[0]).toContain('与“已”字矛盾')
    expect(messages('2024-02-30')[0]).toContain('没有')
    expect(messages('版本2023.15.40')).toEqual([])
  })

  test('月日前面的0、汉字年份里的圆圈', () => {
    expect(rights(dateHits('2022年08月05日', today))).toEqual(['2022年8月5日'])
    expect(rights(numeralHits('二○二四年、二〇二四年、二零一九年、一九四九年'))).toEqual([
      '二〇二四',
      '二〇一九',
    ])
  })
})

describe('引用法规', () => {
  test('没有书名号、条文用阿拉伯数字、书名号套书名号、尖括号', () => {
    expect(rights(citationHits('根据安全生产法第三十三条的规定'))).toEqual(['《安全生产法》'])
    expect(citationHits('根据《安全生产法》第三十三条的规定')).toEqual([])
    expect(citationHits('修改安全生产法的决定')).toEqual([])
    expect(rights(citationHits('《安全生产法》第109条'))).toEqual(['第一百零九条'])
    expect(rights(citationHits('《安全生产法》第10条、《消防法》第33条'))).toEqual(['第十条', '第三十三条'])
    expect(rights(citationHits('《关于印发《办法》的通知》'))).toEqual(['《关于印发〈办法〉的通知》'])
    expect(rights(citationHits('<<办法草案>>'))).toEqual(['《办法草案》'])
  })
})

describe('标点和重复', () => {
  test('中文里的半角标点改成全角，网址、时间、英文里的不管', () => {
    expect(rights(punctuationHits('安全,生产;监管:如下?是!的'))).toEqual(['，', '；', '：', '？', '！'])
    expect(punctuationHits('时间8:30，网址http://a.cn/b?c=1，Abc, def; 3,000元。')).toEqual([])
    expect(rights(punctuationHits('各县(市、区)人民政府'))).toEqual(['（市、区）'])
    expect(rights(punctuationHits('他说"安全第一"。'))).toEqual(['“安全第一”'])
    expect(punctuationHits('完成。。，然后').length).toBeGreaterThan(0)
    expect(rights(punctuationHits('加强监管.'))).toEqual(['。'])
    expect(punctuationHits('增长3.5%，见图1.2。')).toEqual([])
  })

  test('不成对的括号报出位置，编号1）和（一）不报', () => {
    expect(bracketHits('各县（市、区人民政府').map(h => h.start)).toEqual([2])
    expect(bracketHits('各县市、区）人民政府').map(h => h.start)).toEqual([5])
    expect(bracketHits('1）基本情况；2）主要做法；（一）组织领导（含附件）')).toEqual([])
    expect(bracketHits('《办法〉').length).toBe(2)
  })

  test('跨段的引文不报，全文不成对才报', () => {
    expect(quoteHits(['修改为：“第一条', '第二条”。'])).toEqual([])
    expect(quoteHits(['坚持“安全第一、预防为主', '落实责任。'])[0]).toMatchObject({ paragraph: 0 })
    expect(quoteHits(['don’t', '“好”'])).toEqual([])
  })

  test('重复的字词报，本来就叠用的不报', () => {
    for (const text of ['我们的的工作', '进一步进一步加强', '安全生产安全生产委员会', '大约三百人左右'])
      expect(repetitionHits(text).length, text).toBeGreaterThan(0)
    for (const text of [
      '以提高安全水平为目的的培训',
      '平和和谐',
      '一件一件落实',
      '应应急管理局要求',
      '研究研究再说',
      '现在在岗人员',
      '管理管理员',
      '2024年2024年',
    ])
      expect(repetitionHits(text), text).toEqual([])
  })
})

describe('标注、密级、链接、要素', () => {
  test('标注与公开属性不一致', () => {
    expect(labelHits('（此件不公开）', 'proactive')[0]?.message).toContain('不一致')
    expect(labelHits('（此件公开发布）', 'proactive')).toEqual([])
    expect(labelHits('在文件末尾标注“此件不公开”。', 'proactive')).toEqual([])
    expect(labelHits('（此件依申请公开）', null)).toEqual([])
  })

  test('保密法第三十一条：单独成行的密级和内部标志是A级，正文里谈到的不是', () => {
    for (const mark of [
      '机密',
      '秘 密',
      '绝密★',
      '机密★1年',
      '秘密★6个月',
      '内部资料 注意保管',
      '内部文件，不得外传',
    ])
      expect(classificationHits(mark)[0]?.tier, mark).toBe('A')
    for (const text of ['涉及国家秘密的，不予公开。', '保守国家秘密', '商业秘密', '秘密级', '内部管理信息'])
      expect(classificationHits(text), text).toEqual([])
    expect(scanText('（密级：机密★1年）', options).some(f => f.kind === 'classification')).toBe(true)
  })

  test('打不开的链接：本机的、内网的、写错的、本站没有的', () => {
    const at = (href: string) =>
      linkHits([{ href, text: '办', label: '第1段' }], a =>
        a.startsWith('/') ? a === '/a/content/20260101-1.html' : null,
      )
    for (const bad of [
      '',
      '#',
      'file:///C:/Users/a.doc',
      'C:\\a.doc',
      'http://192.168.1.8/a',
      'http://localhost/a',
      'http://oa.bureau.local/x',
      'javascript:x()',
      'http://a b.cn/',
      'http://a.cn/b。',
      '/a/content/20260101-9.html',
    ])
      expect(at(bad).length, bad).toBe(1)
    for (const good of [
      'https://www.gov.cn/a.html',
      '/a/content/20260101-1.html#x',
      'mailto:a@b.gov.cn',
      '#top',
    ])
      expect(at(good), good).toEqual([])
  })

  test('缺的要素逐项说出；互相矛盾的日期也说出', () => {
    const metadata: Metadata = {
      title: '',
      attribute: null,
      columns: [],
      issuers: ['甲局'],
      indexNumber: null,
      writtenOn: '2026-03-05',
      issuedOn: '2026-03-02',
    }
    const found = metadataHits(metadata)
    expect(found.map(f => f.field)).toEqual(['title', 'indexNumber', 'attribute', 'columns', 'issuedOn'])
    expect(found.find(f => f.field === 'issuedOn')?.hit.message).toContain('矛盾')
    expect(metadataHits({ title: '关于做好防汛工作的通知', kind: '函' }).map(f => f.field)).toEqual(['kind'])
    expect(metadataHits({ title: '关于做好防汛工作的通知。' })[0]?.hit.message).toContain('不加标点')
    expect(metadataHits({ title: '焦作市应急管理局安全生产举报奖励办法' })).toEqual([])
  })

  test('整份草稿：标题、正文、表格、链接、要素一起查，最重的在前', () => {
    const findings = scanDraft(
      {
        title: '关于做好防讯工作的通知',
        html: '<p>经人民攻府同意，联系人手机13912345678。</p><table><tr><td>布署</td></tr></table><p><a href="file:///C:/a.doc">附件</a></p>',
        metadata: { attribute: 'proactive', columns: [] },
      },
      options,
    )
    expect(findings.map(f => [f.tier, f.kind, f.place.part])).toEqual([
      ['A', 'organ', 'body'],
      ['A', 'mobile', 'body'],
      ['B', 'typo', 'title'],
      ['B', 'typo', 'table'],
      ['B', 'link', 'body'],
      ['B', 'metadata', 'metadata'],
    ])
    expect(findings[1]?.excerpt.hit).toBe('139****5678')
    expect(JSON.stringify(findings)).not.toContain('13912345678')
  })
})

describe('每一处的编号', () => {
  const text = '经攻府同意。联系人手机13912345678，备用13812345678。'
  const ids = (t: string) => scanText(t, options).map(f => f.id)

  test('再查一次不变，前后插入别的段落也不变，改了号码就变', () => {
    expect(ids(text)).toEqual(ids(text))
    expect(ids(`新的一段。\n${text}\n又一段。`)).toEqual(ids(text))
    expect(ids(text.replace('13912345678', '13912345679'))[1]).not.toBe(ids(text)[1])
    expect(new Set(ids(`${text}\n${text}`)).size).toBe(6)
  })
})
