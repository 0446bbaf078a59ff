/** Looks through a message's fields before it is decoded: a field of two bytes may become an object of a hundred. */
import type { DescMessage } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { GrpcError, STATUS } from './grpc-message';

/** Terraform's requests have a dozen; those with most hold state from before Terraform 0.12, a field for each value. */
const MAX_FIELDS = 50_000;

/** @throws GrpcError for a message of countless fields, an `Error` for one that is cut off or makes no sense */
export function requireModestMessage(message: DescMessage, bytes: Uint8Array): void {
  countFields(message, new BinaryReader(bytes), bytes.length, 0);
}

/** How many fields there are before `end`, with those that are `counted` already. */
function countFields(message: DescMessage, reader: BinaryReader, end: number, counted: number): number {
  let fields = counted;
  while (reader.pos < end) {
    if ((fields += 1) > MAX_FIELDS)
      throw new GrpcError(STATUS.resourceExhausted, `the request has more than ${MAX_FIELDS} fields`);
    const [number, wireType] = reader.tag();
    // Of another age of protobuf, and would hold fields of its own.
    if (wireType === WireType.StartGroup) throw new GrpcError(STATUS.internal, 'the request holds a group');
    const inner = wireType === WireType.LengthDelimited ? innerMessage(message, number) : undefined;
    if (inner === undefined) reader.skip(wireType, number);
    else fields = countFields(inner, reader, reader.uint32() + reader.pos, fields);
  }
  return fields;
}

/** What the field is a message of, or a list of. The entries of a map are one field each. */
function innerMessage({ fields }: DescMessage, number: number): DescMessage | undefined {
  const field = fields.find((candidate) => candidate.number === number);
  return field === undefined || field.fieldKind === 'map' ? undefined : field.message;
}
