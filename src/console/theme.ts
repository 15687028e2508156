import type { ThemeConfig } from 'antd'
import { hues, sans } from './tokens.ts'

/**
 * antd in our tokens. `colorError` is the dark amber of a status mark: red is kept for overdue and emergency, so a
 * field that needs another look is said in words and amber.
 */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: hues.brand,
    colorInfo: hues.brand,
    colorSuccess: hues.green,
    colorWarning: hues.amber,
    colorError: hues.amber,
    colorPrimaryBg: hues.brandWash,
    colorPrimaryBgHover: '#e1eaf3',
    colorPrimaryHover: hues.brandDeep,
    colorInfoBg: hues.brandWash,
    colorInfoBorder: '#b9c8d8',
    colorWarningBg: '#fdf8f0',
    colorWarningBorder: '#d8b98a',
    colorErrorBg: '#fdf8f0',
    colorErrorBorder: '#d8b98a',
    colorSuccessBg: '#f0f6f1',
    colorSuccessBorder: '#a9c9b4',
    controlItemBgActive: hues.brandWash,
    colorLink: hues.brand,
    colorLinkHover: hues.brandDeep,
    colorTextBase: hues.ink,
    colorText: hues.ink,
    colorTextSecondary: hues.inkSoft,
    colorTextTertiary: hues.inkSoft,
    colorTextDescription: hues.inkSoft,
    colorTextPlaceholder: '#5f6c7a',
    colorTextDisabled: '#66727f',
    colorBorder: '#a9b3be',
    colorBorderSecondary: hues.line,
    colorSplit: hues.line,
    colorBgLayout: hues.wash,
    fontFamily: sans,
    fontSize: 14,
    borderRadius: 4,
    borderRadiusLG: 4,
    borderRadiusSM: 3,
    controlHeight: 34,
    lineHeight: 1.6,
    boxShadow: 'none',
    boxShadowTertiary: 'none',
    // A busy button that had its answer within a frame kept its spinning mark: the mark leaves on `transitionend`, which
    // never fires where its width went from 0 to 0, and the button was then called “loading 下达” by screen readers.
    motion: false,
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Table: { headerBg: hues.wash, headerColor: hues.inkSoft, cellPaddingBlockMD: 9, cellPaddingInlineMD: 10 },
    Tabs: { horizontalItemPadding: '10px 0' },
    Modal: { titleFontSize: 17 },
    Segmented: { trackBg: '#e7ecf1', itemSelectedColor: hues.brand, itemColor: hues.ink },
  },
}
