/** What a paragraph of a body can be besides plain text; kept as its class (GB/T 9704 7.3). */
export const bodyRoles = [
  { value: 'addressee', label: '主送机关' },
  { value: 'attachments', label: '附件说明' },
  { value: 'signatory', label: '署名' },
  { value: 'date', label: '成文日期' },
  { value: 'label', label: '公开标注' },
  { value: 'imprint', label: '版记' },
  { value: 'center', label: '居中' },
  { value: 'right', label: '居右' },
]
