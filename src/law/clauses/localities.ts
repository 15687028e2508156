import type { ClauseSource } from './source.ts'

/** Rules of single places, used as defaults of settings that every body may change. */
export const localities: readonly ClauseSource[] = [
  {
    source: '辽宁网站办法',
    title: '辽宁省政府网站管理办法',
    mark: 'C',
    note: '地方规定，据报道摘记。',
    clauses: `
找错 “我为政府网站找错”的留言，3个工作日内答复。
`,
  },
  {
    source: '地方解读规定',
    title: '郑州市（2016年）、太康县（2018年）关于政策解读的规定',
    titled: false,
    mark: 'C',
    note: '地方规定，据公开材料摘记。',
    clauses: `
时限 解读材料与文件同步公开，最迟在文件公开后3个工作日内公开。
`,
  },
  {
    source: '四川信息处理费',
    title: '四川省财政厅、四川省发展和改革委员会2021年关于信息处理费的通知',
    titled: false,
    mark: 'C',
    note: '地方规定，转述国办函〔2020〕109号。',
    clauses: `
缴费 自收到收费通知次日起20个工作日内缴纳，逾期视为放弃申请；收入缴入同级国库。
`,
  },
  {
    source: '福建移送',
    title: '福建省关于移送主动公开政府信息的规定',
    titled: false,
    number: '闽政办函〔2016〕42号',
    citeNumber: true,
    mark: 'C',
    note: '地方规定，据公开材料摘记。',
    clauses: `
移送 省级部门每月5日、20日，县级每月5日前向档案馆、公共图书馆移送主动公开的政府信息，附盖章清单，没有也要零报告；纸质件数与电子件数一致。
`,
  },
  {
    source: '宿迁文书',
    title: '宿迁市政府信息公开申请办理文书目录',
    titled: false,
    number: '宿政办函〔2021〕21号',
    citeNumber: true,
    mark: 'C',
    note: '地方规定，据公开材料摘记。',
    clauses: `
目录 申请登记表、接收回执、补正告知书、说明理由告知书、延期答复告知书、征求意见书、征求意见确认函、征求意见告知书、依申请公开告知书、协办函、收费通知书、各类答复书等。
`,
  },
  {
    source: '西乡登记',
    title: '西乡县关于政府信息公开申请登记的规定',
    titled: false,
    mark: 'C',
    note: '地方规定，据公开材料摘记。',
    clauses: `
登记 登记申请人和身份证明、代理人和委托、渠道、收到凭据、内容、形式要求、承办人、流转、答复、送达凭据、归档编号等。
`,
  },
]
