import { isObject, type Located, refusal } from './located';
import { guid, kindOf, type Read } from './read-values';

const lastStep = /(?:^|\/)([^/]+)$/;

/**
 * The id of another object, in any of the forms that Graph writes it: the id itself, `{ "id": … }`, `{ "@odata.id": … }`,
 * or an address that ends in it, such as `https://graph.microsoft.com/v1.0/directoryObjects/{id}`.
 */
export const reference: Read<string> = (node, place) => {
  const { line, value } = node;
  if (typeof value === 'string') return guid({ line, value: lastStep.exec(value)?.[1] ?? value }, place);
  if (!isObject(value)) throw refusal(line, place, `expected an id or { "id": … }, found ${kindOf(value)}.`);
  const id = value.get('id');
  if (id) return guid(id, `${place}.id`);
  const address = value.get('@odata.id');
  if (address) return reference(address, `${place}.@odata.id`);
  throw refusal(line, place, 'this object has no "id". Add it.');
};

/** The manager that an element names, by `manager`, `manager@odata.bind` or `managerId`; undefined when by none. */
export function managerIn(element: ReadonlyMap<string, Located>): readonly [name: string, node: Located] | undefined {
  for (const property of ['manager', 'manager@odata.bind', 'managerId']) {
    const node = element.get(property);
    if (node) return [property, node];
  }
  return undefined;
}
