/* image.c - read an image's ELF file as the machine would see it, loaded at address 0. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/image.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/memory.h"

#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_IMAGE = 1 << 28 }; /* bytes in memory */

#ifndef R_RISCV_RELATIVE
#define R_RISCV_RELATIVE 3 /* RISC-V psABI, "Relocations" */
#endif

struct file {
	uint8_t *bytes;
	size_t size;
};

__attribute__((format(printf, 2, 3))) static bool fail(struct image *image,
						       const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(image->error, sizeof(image->error), format, arguments);
	va_end(arguments);
	return false;
}

static const void *file_at(const struct file *file, uint64_t offset, uint64_t n)
{
	return offset <= file->size && n <= file->size - offset ? file->bytes + offset
								: NULL;
}

const void *image_at(const struct image *image, uint64_t address, uint64_t n)
{
	return address <= image->size && n <= image->size - address
		       ? image->bytes + address
		       : NULL;
}

static bool read_file(struct image *image, struct file *file, const char *path)
{
	file->bytes = (uint8_t *)file_read(path, MAX_IMAGE, &file->size);
	return file->bytes || fail(image, "%s", strerror(errno));
}

/* --- the parts of an ELF file (System V gABI, chapters 4 and 5) --- */

static const Elf64_Ehdr *file_header(const struct file *file)
{
	const Elf64_Ehdr *header = file_at(file, 0, sizeof(*header));

	if (!header || memcmp(header->e_ident, ELFMAG, SELFMAG) ||
	    header->e_ident[EI_CLASS] != ELFCLASS64 ||
	    header->e_ident[EI_DATA] != ELFDATA2LSB ||
	    header->e_phentsize != sizeof(Elf64_Phdr) ||
	    header->e_shentsize != sizeof(Elf64_Shdr))
		return NULL;
	return header;
}

static bool load_segments(struct image *image, const struct file *file,
			  const Elf64_Ehdr *header)
{
	const Elf64_Phdr *segments =
		file_at(file, header->e_phoff, header->e_phnum * sizeof(*segments));

	if (!segments)
		return fail(image, "its program headers lie outside");
	for (unsigned int i = 0; i < header->e_phnum; i++) {
		uint64_t end = segments[i].p_vaddr + segments[i].p_memsz;

		if (segments[i].p_type == PT_LOAD && end > image->size &&
		    end <= MAX_IMAGE)
			image->size = end;
	}
	image->bytes = memory_zeroed(image->size + 1, 1);
	for (unsigned int i = 0; i < header->e_phnum; i++) {
		const Elf64_Phdr *segment = &segments[i];
		const void *from = file_at(file, segment->p_offset, segment->p_filesz);

		if (segment->p_type != PT_LOAD)
			continue;
		if (!from || !image_at(image, segment->p_vaddr, segment->p_filesz))
			return fail(image, "a segment lies outside");
		memcpy(image->bytes + segment->p_vaddr, from, segment->p_filesz);
	}
	return true;
}

static bool relocate(struct image *image, const struct file *file,
		     const Elf64_Shdr *section)
{
	const Elf64_Rela *entries = file_at(file, section->sh_offset, section->sh_size);
	unsigned int relative =
		image->arch == IMAGE_ARM64 ? R_AARCH64_RELATIVE : R_RISCV_RELATIVE;

	if (!entries)
		return fail(image, "a section lies outside");
	for (uint64_t i = 0; i < section->sh_size / sizeof(*entries); i++) {
		const Elf64_Rela *entry = &entries[i];

		if (ELF64_R_TYPE(entry->r_info) != relative)
			continue;
		if (!image_at(image, entry->r_offset, sizeof(uint64_t)))
			return fail(image, "a relocation lies outside");
		memcpy(image->bytes + entry->r_offset, &entry->r_addend,
		       sizeof(entry->r_addend));
	}
	return true;
}

struct marks {
	uint64_t first, last; /* of the table of variants */
};

static bool read_symbols(struct image *image, const struct file *file,
			 const Elf64_Shdr *section, const Elf64_Shdr *names,
			 struct marks *marks)
{
	const Elf64_Sym *symbols = file_at(file, section->sh_offset, section->sh_size);
	const char *text = file_at(file, names->sh_offset, names->sh_size);

	if (!symbols || !text || !names->sh_size || text[names->sh_size - 1])
		return fail(image, "its symbols lie outside");
	for (uint64_t i = 0; i < section->sh_size / sizeof(*symbols); i++) {
		if (symbols[i].st_name >= names->sh_size)
			continue;
		const char *name = text + symbols[i].st_name;

		if (!strcmp(name, "specimen_gave_up"))
			image->gave_up = symbols[i].st_value;
		else if (!strcmp(name, "__start_litmus_variants"))
			marks->first = symbols[i].st_value;
		else if (!strcmp(name, "__stop_litmus_variants"))
			marks->last = symbols[i].st_value;
	}
	return true;
}

static int address_order(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static bool read_boundaries(struct image *image, const struct file *file,
			    const Elf64_Shdr *section)
{
	const void *addresses = file_at(file, section->sh_offset, section->sh_size);

	if (!addresses || image->boundaries)
		return fail(image, "its boundaries lie outside, or are there twice");
	image->boundary_count = section->sh_size / sizeof(uint64_t);
	image->boundaries = memory_zeroed(image->boundary_count + 1, sizeof(uint64_t));
	memcpy(image->boundaries, addresses, image->boundary_count * sizeof(uint64_t));
	qsort(image->boundaries, image->boundary_count, sizeof(uint64_t), address_order);
	return true;
}

bool image_is_boundary(const struct image *image, uint64_t address)
{
	return image->boundary_count &&
	       bsearch(&address, image->boundaries, image->boundary_count,
		       sizeof(uint64_t), address_order);
}

static bool has_name(const struct file *file, const Elf64_Shdr *names,
		     const Elf64_Shdr *section, const char *name)
{
	const char *own =
		file_at(file, names->sh_offset + section->sh_name, strlen(name) + 1);

	return own && !strcmp(own, name);
}

static bool read_sections(struct image *image, const struct file *file,
			  const Elf64_Ehdr *header, struct marks *marks)
{
	const Elf64_Shdr *sections =
		file_at(file, header->e_shoff, header->e_shnum * sizeof(*sections));

	if (!sections || header->e_shstrndx >= header->e_shnum)
		return fail(image, "its section headers lie outside");
	for (unsigned int i = 0; i < header->e_shnum; i++) {
		const Elf64_Shdr *section = &sections[i];

		if (section->sh_type == SHT_RELA && (section->sh_flags & SHF_ALLOC) &&
		    !relocate(image, file, section))
			return false;
		if (has_name(file, &sections[header->e_shstrndx], section,
			     "specimen_boundaries") &&
		    !read_boundaries(image, file, section))
			return false;
		if (section->sh_type == SHT_SYMTAB &&
		    section->sh_link < header->e_shnum &&
		    !read_symbols(image, file, section, &sections[section->sh_link],
				  marks))
			return false;
	}
	return true;
}

/* --- descriptors: the image's structs, with its addresses in the place of pointers --- */

/* Turns the address that a pointer field holds into a pointer; n bytes must be there. */
static bool point(const struct image *image, const void *field, uint64_t n)
{
	uint64_t address;
	const void *there;

	memcpy(&address, field, sizeof(address));
	there = address ? image_at(image, address, n) : NULL;
	memcpy((void *)field, &there, sizeof(there));
	return there || (!address && !n);
}

static bool point_text(const struct image *image, const char *const *field)
{
	return point(image, field, 1) &&
	       memchr(*field, '\0',
		      (size_t)(image->bytes + image->size - (const uint8_t *)*field));
}

static bool ops_are_good(const struct test *test, const struct cond_op *ops,
			 unsigned int count)
{
	unsigned int depth = 0;

	for (unsigned int i = 0; i < count; i++) {
		unsigned int takes = ops[i].code <= COND_NE_ITEM ? 0
				     : ops[i].code == COND_NOT   ? 1
								 : 2;

		if (ops[i].code > COND_IMPLIES || depth < takes)
			return false;
		depth += 1 - takes;
		if (ops[i].code >= COND_EQ && ops[i].code <= COND_NE_ITEM &&
		    ops[i].item >= test->item_count)
			return false;
		if ((ops[i].code == COND_EQ_ITEM || ops[i].code == COND_NE_ITEM) &&
		    (uint64_t)ops[i].value >= test->item_count)
			return false;
	}
	return depth == 1;
}

static bool fix_lists(const struct image *image, struct test *test)
{
	if (!point(image, &test->locations,
		   test->location_count * sizeof(struct test_location)) ||
	    !point(image, &test->items, test->item_count * sizeof(struct test_item)) ||
	    !point(image, &test->condition,
		   test->condition_ops * sizeof(struct cond_op)) ||
	    !point(image, &test->filter, test->filter_ops * sizeof(struct cond_op)) ||
	    !point(image, &test->log_size, test->threads * sizeof(uint16_t)))
		return false;
	for (unsigned int i = 0; i < test->location_count; i++)
		if (!point_text(image, &test->locations[i].name))
			return false;
	for (unsigned int i = 0; i < test->item_count; i++)
		if (!point_text(image, &test->items[i].name) ||
		    test->items[i].thread >= test->threads ||
		    (test->items[i].thread < 0 &&
		     test->items[i].where >= test->location_count))
			return false;
	return ops_are_good(test, test->condition, test->condition_ops) &&
	       (!test->filter_ops || ops_are_good(test, test->filter, test->filter_ops));
}

/* The test at an address, made usable the first time; NULL: it is malformed. */
static const struct test *fix_test(struct image *image, uint64_t address)
{
	struct test *test = (struct test *)image_at(image, address, sizeof(*test));

	for (size_t i = 0; i < image->test_count; i++)
		if (image->tests[i] == test)
			return test;
	if (!test || address % _Alignof(struct test) || !test->threads ||
	    test->threads > TEST_MAX_THREADS ||
	    test->location_count > TEST_MAX_LOCATIONS ||
	    test->item_count > TEST_MAX_ITEMS || !point_text(image, &test->name) ||
	    !point_text(image, &test->id) || !point_text(image, &test->path) ||
	    !fix_lists(image, test))
		return NULL;
	image->tests = memory_grow(image->tests, image->test_count, &image->test_capacity,
				   sizeof(struct test *));
	image->tests[image->test_count++] = test;
	return test;
}

/* Only whether there is a name is asked: the pointer is still an address of the image. */
static bool is_control(const struct image *image, uint64_t address)
{
	const struct test *test = image_at(image, address, sizeof(*test));

	return test && address % _Alignof(struct test) == 0 && test->control_of;
}

static bool add_variant(struct image *image, struct variant variant)
{
	struct image_variant out = {.test = fix_test(image, (uintptr_t)variant.test)};
	char *dotted;

	if (!out.test || !point_text(image, &variant.dialect) ||
	    !point_text(image, &variant.toolchain) ||
	    !point(image, &variant.threads, out.test->threads * sizeof(uint64_t)))
		return false;
	memcpy(out.threads, variant.threads, out.test->threads * sizeof(uint64_t));
	dotted = memory_join(variant.dialect, ".");
	out.name = memory_join(dotted, variant.toolchain);
	free(dotted);
	image->variants = memory_grow(image->variants, image->variant_count,
				      &image->variant_capacity, sizeof(*image->variants));
	image->variants[image->variant_count++] = out;
	return true;
}

static bool read_variants(struct image *image, const struct marks *marks)
{
	struct variant variant;

	if (!marks->last || !image->gave_up)
		return fail(image, "no image of barelitmus: it has no table of variants");
	for (uint64_t at = marks->first; at < marks->last; at += sizeof(variant)) {
		const void *from = image_at(image, at, sizeof(variant));

		if (!from)
			return fail(image, "its table of variants lies outside");
		memcpy(&variant, from, sizeof(variant));
		if (is_control(image, (uintptr_t)variant.test))
			continue;
		if (!add_variant(image, variant))
			return fail(image, "the variant at %#llx is malformed",
				    (unsigned long long)at);
	}
	return true;
}

bool image_read(struct image *image, const char *path)
{
	struct file file = {0};
	struct marks marks = {0};
	bool good = false;

	memset(image, 0, sizeof(*image));
	if (!read_file(image, &file, path))
		goto out;
	const Elf64_Ehdr *header = file_header(&file);

	if (!header ||
	    (header->e_machine != EM_AARCH64 && header->e_machine != EM_RISCV)) {
		fail(image, "no ELF file of arm64 or riscv64");
		goto out;
	}
	image->arch = header->e_machine == EM_AARCH64 ? IMAGE_ARM64 : IMAGE_RISCV64;
	good = load_segments(image, &file, header) &&
	       read_sections(image, &file, header, &marks) &&
	       read_variants(image, &marks);
out:
	free(file.bytes);
	return good;
}

void image_free(struct image *image)
{
	for (size_t i = 0; i < image->variant_count; i++)
		free(image->variants[i].name);
	free(image->variants);
	free(image->tests);
	free(image->boundaries);
	free(image->bytes);
}

const struct test *image_find(const struct image *image, const char *id)
{
	for (size_t i = 0; i < image->test_count; i++)
		if (!strcmp(image->tests[i]->id, id))
			return image->tests[i];
	return NULL;
}

const struct image_variant *image_variant(const struct image *image,
					  const struct test *test, const char *text,
					  size_t length)
{
	const struct image_variant *found = NULL;

	for (size_t i = 0; i < image->variant_count; i++) {
		const struct image_variant *variant = &image->variants[i];
		const char *name = variant->name;

		if (variant->test != test || strncmp(name, text, length) ||
		    (name[length] && name[length] != '.'))
			continue;
		if (!found || !strcmp(name + length, ".gcc") ||
		    !strcmp(name + length, ".rustc"))
			found = variant;
	}
	return found;
}
