export { Chart, type ChartProps, type Series } from './chart/chart.tsx'
export { Gauge, type GaugeProps } from './chart/gauge.tsx'
export { CodeEditor, type CodeEditorProps, type CodeProblem } from './editor/code-editor.tsx'
export { type Environment, EnvironmentProvider, type Support, useEnvironment } from './environment.tsx'
export { type ConfirmOptions, confirm } from './feedback/confirm.tsx'
export { CopyButton, type CopyButtonProps } from './feedback/copy-button.tsx'
export { EmptyState, type EmptyStateProps } from './feedback/empty-state.tsx'
export { ErrorBoundary } from './feedback/error-boundary.tsx'
export { ErrorState, type ErrorStateProps } from './feedback/error-state.tsx'
export { type Problem, toProblem } from './feedback/problem.ts'
export { Progress, type ProgressProps } from './feedback/progress.tsx'
export { FormSkeleton, Loading, TableSkeleton, TextSkeleton } from './feedback/skeletons.tsx'
export { type ToastOptions, toast, toastError } from './feedback/toast.tsx'
export {
  Fields,
  MomentField,
  NumberField,
  PasswordField,
  SelectField,
  SwitchField,
  TextField,
} from './form/fields.tsx'
export { FormErrors, type FormErrorsProps } from './form/form-errors.tsx'
export { fieldErrors } from './form/problems.ts'
export { type Command, CommandPalette, openCommandPalette } from './keyboard/command-palette.tsx'
export { KeyboardHelp } from './keyboard/keyboard-help.tsx'
export { type Shortcut, Shortcuts, useShortcut } from './keyboard/shortcuts.tsx'
export { Drawer, type DrawerProps, useDrawer } from './layout/drawer.tsx'
export { type Choice, FilterBar, type FilterBarProps } from './layout/filter-bar.tsx'
export { PageHeader, type PageHeaderProps } from './layout/page-header.tsx'
export { type Tab, Tabs, type TabsProps } from './layout/tabs.tsx'
export { UiProvider } from './provider.tsx'
export type { Column } from './table/column.ts'
export { DataTable, type DataTableProps } from './table/data-table.tsx'
export { type TableView, useTableView } from './table/view.ts'
export { formatAbsolute, formatBytes, formatCount, formatDuration, formatRelative } from './value/format.ts'
export { Bytes, Count, Duration } from './value/numbers.tsx'
export { type Level, Status, type StatusProps } from './value/status.tsx'
export { Time, type TimeProps } from './value/time.tsx'
export { Unknown } from './value/unknown.tsx'
