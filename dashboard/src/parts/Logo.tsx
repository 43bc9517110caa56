export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M8 24V14a8 8 0 0 1 16 0v10h-4.5V14a3.5 3.5 0 0 0-7 0v10z" />
    </svg>
  );
}
