declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider';
}

declare module 'oidc-provider/lib/adapters/memory_adapter.js' {
  import type { AdapterFactory } from 'oidc-provider';

  /** Makes a factory whose adapters share one bounded store of their own. */
  export function createMemoryAdapter(clockToleranceSeconds?: number): AdapterFactory;
}
