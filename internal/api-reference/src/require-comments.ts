import { Application, type DeclarationReflection, type ProjectReflection, ReflectionKind } from "typedoc";

/** Every export, and every member of an exported class or interface but for constructors. */
const KINDS =
  ReflectionKind.Variable |
  ReflectionKind.Function |
  ReflectionKind.Class |
  ReflectionKind.Interface |
  ReflectionKind.TypeAlias |
  ReflectionKind.Property |
  ReflectionKind.Method |
  ReflectionKind.Accessor;

/** A plugin of TypeDoc: warns about what is exported without a comment, and about options whose comment lacks the default. */
export function load(app: Application): void {
  app.on(Application.EVENT_VALIDATE_PROJECT, (project) => {
    for (const complaint of findMissingComments(project)) app.logger.warn(complaint);
  });
}

/** Returns a complaint about each comment that is missing or lacks the default of an option. */
export function findMissingComments(project: ProjectReflection): string[] {
  const declarations = project.getReflectionsByKind(KINDS) as DeclarationReflection[];
  return declarations.filter(needsComment).flatMap((declaration) => {
    const name = declaration.getFriendlyFullName();
    if (!hasComment(declaration)) return [`${name} has no comment.`];
    if (isOption(declaration) && !declaration.comment?.getTag("@default")) return [`${name} has no @default.`];
    return [];
  });
}

/** A member of a type literal belongs to its type's comment. A literal, such as the `code` of an error, says all by itself. */
function needsComment({ parent, type, flags }: DeclarationReflection): boolean {
  return !parent?.kindOf(ReflectionKind.TypeLiteral) && type?.type !== "literal" && !flags.isExternal;
}

function hasComment(declaration: DeclarationReflection): boolean {
  const signatures = [declaration.getSignature, ...(declaration.signatures ?? [])];
  return declaration.hasComment() || signatures.some((signature) => signature?.hasComment());
}

/** Options are the optional properties of an interface that is called so. */
function isOption({ parent, flags }: DeclarationReflection): boolean {
  return flags.isOptional && parent?.name.endsWith("Options") === true;
}
