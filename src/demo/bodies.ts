/** The tree of the demonstration. Names of offices are real kinds of offices; everything else about them is marked 演示. */

export type DemoBody = {
  readonly slug: string
  readonly parent: string | null
  readonly name: string
  readonly shortName: string
  readonly level: 'ministry' | 'province' | 'city' | 'county' | 'township'
  readonly region: string
  /** Only where a source document prints it. */
  readonly creditCode?: string
  readonly series: readonly { readonly code: string; readonly name: string }[]
  /** Business departments; 办公室、法规、保密 come by themselves. */
  readonly business: readonly string[]
}

const upward = (code: string) => [
  { code, name: '普通发文' },
  { code: `${code}函`, name: '函' },
]

const county = (
  slug: string,
  parent: string,
  name: string,
  shortName: string,
  region: string,
  code: string,
): DemoBody => ({
  slug,
  parent,
  name,
  shortName,
  level: 'county',
  region,
  series: upward(code),
  business: ['安全生产监管股', '救灾和物资保障股'],
})

const township = (slug: string, name: string, shortName: string, code: string): DemoBody => ({
  slug,
  parent: 'ruili',
  name,
  shortName,
  level: 'township',
  region: '533102',
  series: upward(code),
  business: ['应急管理和社会事务办'],
})

export const demoBodies: readonly DemoBody[] = [
  {
    slug: 'mem',
    parent: null,
    name: '应急管理部',
    shortName: '应急管理部',
    level: 'ministry',
    region: '000000',
    series: [
      { code: '应急厅函', name: '办公厅函' },
      { code: '应急厅', name: '办公厅文件' },
      { code: '应急', name: '部文件' },
    ],
    business: ['政策法规司业务处', '救灾和物资保障司业务处', '安全生产综合协调司业务处'],
  },
  {
    slug: 'henan',
    parent: 'mem',
    name: '河南省应急管理厅',
    shortName: '河南省应急厅',
    level: 'province',
    region: '410000',
    series: upward('豫应急办'),
    business: ['救灾和物资保障处', '安全生产综合协调处'],
  },
  {
    slug: 'jiaozuo',
    parent: 'henan',
    name: '焦作市应急管理局',
    shortName: '焦作市应急局',
    level: 'city',
    region: '410800',
    series: upward('焦应急'),
    business: ['安全生产综合协调科', '救灾和物资保障科'],
  },
  county('jiefang', 'jiaozuo', '焦作市解放区应急管理局', '解放区应急局', '410802', '解应急'),
  county('xiuwu', 'jiaozuo', '修武县应急管理局', '修武县应急局', '410821', '修应急'),
  county('wuzhi', 'jiaozuo', '武陟县应急管理局', '武陟县应急局', '410823', '武应急'),
  {
    slug: 'yunnan',
    parent: 'mem',
    name: '云南省应急管理厅',
    shortName: '云南省应急厅',
    level: 'province',
    region: '530000',
    series: upward('云应急办'),
    business: ['救灾和物资保障处', '安全生产综合协调处'],
  },
  {
    slug: 'dehong',
    parent: 'yunnan',
    name: '德宏傣族景颇族自治州应急管理局',
    shortName: '德宏州应急局',
    level: 'city',
    region: '533100',
    series: upward('德应急'),
    business: ['救灾科', '安全生产综合协调科'],
  },
  {
    slug: 'ruili',
    parent: 'dehong',
    name: '瑞丽市应急管理局',
    shortName: '瑞丽市应急局',
    level: 'county',
    region: '533102',
    series: upward('瑞应急'),
    business: ['救灾和物资保障股', '安全生产监管股'],
  },
  township('mengmao', '瑞丽市勐卯镇人民政府', '勐卯镇', '勐政'),
  township('wanding', '瑞丽市畹町镇人民政府', '畹町镇', '畹政'),
  township('nongdao', '瑞丽市弄岛镇人民政府', '弄岛镇', '弄政'),
  township('jiexiang', '瑞丽市姐相乡人民政府', '姐相乡', '姐政'),
  township('huyu', '瑞丽市户育乡人民政府', '户育乡', '户政'),
  township('mengxiu', '瑞丽市勐秀乡人民政府', '勐秀乡', '秀政'),
  township('ruili-farm', '瑞丽农场管理委员会', '瑞丽农场', '瑞农'),
  township('wanding-farm', '畹町农场管理委员会', '畹町农场', '畹农'),
  {
    slug: 'shanghai',
    parent: 'mem',
    name: '上海市应急管理局',
    shortName: '上海市应急局',
    level: 'province',
    region: '310000',
    series: [
      { code: '沪应急办', name: '办公室文件' },
      { code: '沪应急规', name: '行政规范性文件' },
    ],
    business: ['救灾处', '危化处', '宣培处'],
  },
  county('huangpu', 'shanghai', '上海市黄浦区应急管理局', '黄浦区应急局', '310101', '黄应急'),
  county('xuhui', 'shanghai', '上海市徐汇区应急管理局', '徐汇区应急局', '310104', '徐应急'),
  county('pudong', 'shanghai', '上海市浦东新区应急管理局', '浦东新区应急局', '310115', '浦应急'),
  {
    slug: 'jilin',
    parent: 'mem',
    name: '吉林省应急管理厅',
    shortName: '吉林省应急厅',
    level: 'province',
    region: '220000',
    creditCode: '11220000740468418C',
    series: [
      { code: '吉应急办发', name: '办公室发文' },
      { code: '吉应急', name: '厅文件' },
    ],
    business: ['救灾和物资保障处', '安全生产综合协调处'],
  },
]

export type DemoStaff = {
  readonly key: string
  readonly name: string
  readonly department: 'office' | 'secrecy' | 'legal' | 'leaders' | 'business' | 'business2'
  readonly role: string
  /** A role for one department only, or for the whole body. */
  readonly scoped?: true
}

/** One of each in every body; names are role names, not people. */
export const demoStaff: readonly DemoStaff[] = [
  { key: 'drafter', name: '拟稿人甲', department: 'business', role: 'drafter', scoped: true },
  { key: 'drafter2', name: '拟稿人乙', department: 'business2', role: 'drafter', scoped: true },
  { key: 'head', name: '部门负责人甲', department: 'business', role: 'departmentHead', scoped: true },
  { key: 'head2', name: '部门负责人乙', department: 'business2', role: 'departmentHead', scoped: true },
  {
    key: 'openness-head',
    name: '公开机构负责人甲',
    department: 'office',
    role: 'departmentHead',
    scoped: true,
  },
  { key: 'openness', name: '公开机构经办人甲', department: 'office', role: 'opennessOfficer' },
  { key: 'secrecy', name: '保密审查员甲', department: 'secrecy', role: 'secrecyOfficer' },
  { key: 'legal', name: '合法性审查员甲', department: 'legal', role: 'legalReviewer' },
  { key: 'leader', name: '签发领导甲', department: 'leaders', role: 'leader' },
  { key: 'publisher', name: '发布员甲', department: 'office', role: 'publisher' },
  { key: 'sysadmin', name: '系统管理员甲', department: 'office', role: 'systemAdmin' },
  { key: 'secadmin', name: '安全保密管理员甲', department: 'secrecy', role: 'securityAdmin' },
  { key: 'secadmin2', name: '安全保密管理员乙', department: 'secrecy', role: 'securityAdmin' },
  { key: 'audit', name: '审计管理员甲', department: 'leaders', role: 'auditAdmin' },
]

export const demoDepartments = [
  { key: 'leaders', name: '局（厅）领导', duty: 'general' },
  { key: 'office', name: '办公室', duty: 'openness' },
  { key: 'legal', name: '政策法规机构', duty: 'legal' },
  { key: 'secrecy', name: '保密机构', duty: 'secrecy' },
] as const
